package io.parley.bench.load;

import java.nio.ByteBuffer;

/** Takes an FLV stream apart. Of tags only the head is kept. Makes no object per message. */
final class FlvParser implements Feed {

    /** Bytes before the first tag: the file's header and a back pointer to nothing. */
    static final int PREAMBLE = 13;

    private static final int BACK_POINTER = 4;
    private static final int TAG_HEADER = 11;

    private final MessageSink sink;
    private final byte[] header = new byte[TAG_HEADER];
    private final byte[] bytes = new byte[MessageSink.HEAD];
    private int skip = PREAMBLE;
    private int headerLength;
    private int length;
    private int received;

    FlvParser(MessageSink sink) {
        this.sink = sink;
    }

    @Override
    public void feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (skip > 0) {
                int count = Math.min(skip, in.remaining());
                in.position(in.position() + count);
                skip -= count;
            } else if (headerLength < TAG_HEADER) {
                readHeader(in);
            } else {
                readBody(in);
            }
        }
    }

    private void readHeader(ByteBuffer in) {
        int count = Math.min(TAG_HEADER - headerLength, in.remaining());
        in.get(header, headerLength, count);
        headerLength += count;
        if (headerLength == TAG_HEADER) {
            int type = type();
            if (type != Clip.AUDIO && type != Clip.VIDEO && type != Clip.DATA) {
                throw new Broken("no FLV tag where one should be");
            }
            length = medium(1);
            received = 0;
            finishIfWhole();
        }
    }

    private void readBody(ByteBuffer in) {
        int count = Math.min(length - received, in.remaining());
        int kept = Math.min(count, bytes.length - received);
        if (kept > 0) {
            in.get(bytes, received, kept);
        }
        in.position(in.position() + count - Math.max(kept, 0));
        received += count;
        finishIfWhole();
    }

    private void finishIfWhole() {
        if (received == length) {
            headerLength = 0;
            skip = BACK_POINTER;
            sink.message(type(), medium(4) | (header[7] & 0xff) << 24, bytes, length);
        }
    }

    private int type() {
        return header[0] & 0x1f;
    }

    private int medium(int at) {
        return (header[at] & 0xff) << 16 | (header[at + 1] & 0xff) << 8 | header[at + 2] & 0xff;
    }
}
