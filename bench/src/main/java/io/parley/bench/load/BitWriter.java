package io.parley.bench.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes bits, highest first. */
final class BitWriter {

    private static final int CAPACITY = 4 << 10;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);
    private int last;
    private int free = Byte.SIZE;

    /** The lowest bits of a value. */
    BitWriter fixed(int count, int value) {
        for (int i = count - 1; i >= 0; i--) {
            last |= (value >> i & 1) << --free;
            if (free == 0) {
                bytes.put((byte) last);
                last = 0;
                free = Byte.SIZE;
            }
        }
        return this;
    }

    /** The exponential Golomb code of a number from 0; that of a signed 0 is the same. */
    BitWriter number(int value) {
        int length = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
        return fixed(length - 1, 0).fixed(length, value + 1);
    }

    /** All bytes, after the one bit and zeros that end H.264 syntax. */
    byte[] stop() {
        return fixed(1, 1).bytes();
    }

    /** All bytes, the last filled up with zeros. */
    byte[] bytes() {
        if (free < Byte.SIZE) {
            fixed(free, 0);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
