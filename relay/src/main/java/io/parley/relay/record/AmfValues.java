package io.parley.relay.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Passes over AMF0 values without reading them. */
final class AmfValues {

    private static final int MAX_DEPTH = 32;
    private static final int OBJECT_END = 9;

    private AmfValues() {}

    /** Moves the position behind the value there; throws BufferUnderflowException when it is cut short or of no known type. */
    static void skip(ByteBuffer in) {
        skip(in, 0);
    }

    private static void skip(ByteBuffer in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BufferUnderflowException();
        }
        switch (in.get()) {
            case 0x00 -> pass(in, Double.BYTES);
            case 0x01 -> pass(in, 1);
            case 0x02 -> pass(in, in.getShort() & 0xFFFF);
            case 0x0C, 0x0F -> pass(in, in.getInt());
            case 0x03 -> properties(in, depth);
            case 0x08 -> {
                pass(in, Integer.BYTES);
                properties(in, depth);
            }
            case 0x0A -> {
                for (int left = in.getInt(); left != 0; left--) {
                    skip(in, depth + 1);
                }
            }
            case 0x05, 0x06, 0x0D -> {
                // Null and the like: the marker alone.
            }
            case 0x07 -> pass(in, Short.BYTES);
            case 0x0B -> pass(in, Double.BYTES + Short.BYTES);
            default -> throw new BufferUnderflowException();
        }
    }

    private static void properties(ByteBuffer in, int depth) {
        while (true) {
            int name = in.getShort() & 0xFFFF;
            pass(in, name);
            if (name == 0 && in.get(in.position()) == OBJECT_END) {
                in.get();
                return;
            }
            skip(in, depth + 1);
        }
    }

    private static void pass(ByteBuffer in, int count) {
        if (count < 0 || count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + count);
    }
}
