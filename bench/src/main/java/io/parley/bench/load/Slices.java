package io.parley.bench.load;

import java.nio.ByteBuffer;

/** Hands a part of a buffer on without copying it. */
final class Slices {

    private Slices() {}

    /** Feeds the next bytes, as many as there are but no more than wanted, and says how many those were. */
    static int pass(ByteBuffer in, long wanted, Feed to) {
        int count = (int) Math.min(wanted, in.remaining());
        int end = in.limit();
        in.limit(in.position() + count);
        try {
            to.feed(in);
        } finally {
            in.limit(end);
        }
        return count;
    }
}
