package io.parley.bench.load;

import java.nio.ByteBuffer;

/** One layer of what comes in from a connection. Takes everything it is given, in whatever pieces. */
interface Feed {

    /** Thrown when the bytes make no sense any more; the message is the reason that is reported. */
    final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Reads all that remains in the buffer. */
    void feed(ByteBuffer in);
}
