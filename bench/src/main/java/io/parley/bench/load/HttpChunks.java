package io.parley.bench.load;

import java.nio.ByteBuffer;

/** Takes the chunked transfer coding of HTTP off. */
final class HttpChunks implements Feed {

    private enum Part {
        SIZE,
        EXTENSION,
        BODY,
        END
    }

    private final Feed body;
    private Part part = Part.SIZE;
    private long size;

    HttpChunks(Feed body) {
        this.body = body;
    }

    @Override
    public void feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (part == Part.BODY) {
                size -= Slices.pass(in, size, body);
                part = size == 0 ? Part.END : Part.BODY;
            } else {
                outside(in.get());
            }
        }
    }

    private void outside(byte octet) {
        if (octet == '\n') {
            if (part == Part.END) {
                part = Part.SIZE;
            } else if (size == 0) {
                throw new Broken("end of stream");
            } else {
                part = Part.BODY;
            }
        } else if (part == Part.SIZE) {
            int digit = Character.digit(octet, 16);
            if (digit < 0) {
                part = Part.EXTENSION;
            } else {
                size = size * 16 + digit;
            }
        }
    }
}
