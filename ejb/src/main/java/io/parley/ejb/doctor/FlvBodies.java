package io.parley.ejb.doctor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes FLV in pieces and gives the bodies of its video tags. Thread-safe; holds no more than a little of a stream. */
final class FlvBodies {

    private static final int HEADER = 9 + 4;
    private static final int TAG_HEADER = 11;
    private static final int BACK_POINTER = 4;
    private static final int MOST_BYTES = 4 << 20;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /** Takes a piece of the stream; more than a test needs is let go of. */
    synchronized void add(byte[] piece) {
        if (received.size() < MOST_BYTES) {
            received.writeBytes(piece);
        }
    }

    synchronized int bytes() {
        return received.size();
    }

    /** Bodies of the video tags that are whole, in their order. */
    synchronized List<ByteBuffer> video() {
        ByteBuffer in = ByteBuffer.wrap(received.toByteArray());
        List<ByteBuffer> bodies = new ArrayList<>();
        if (in.remaining() < HEADER) {
            return bodies;
        }
        in.position(HEADER);
        while (in.remaining() >= TAG_HEADER) {
            int typeAndLength = in.getInt(in.position());
            int length = typeAndLength & 0xFFFFFF;
            if (in.remaining() < TAG_HEADER + length + BACK_POINTER) {
                return bodies;
            }
            ByteBuffer body = in.slice(in.position() + TAG_HEADER, length);
            if (typeAndLength >>> 24 == SyntheticFlv.VIDEO) {
                bodies.add(body);
            }
            in.position(in.position() + TAG_HEADER + length + BACK_POINTER);
        }
        return bodies;
    }
}
