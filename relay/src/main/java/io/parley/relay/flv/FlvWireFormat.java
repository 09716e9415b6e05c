package io.parley.relay.flv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.hub.MediaKind;
import io.parley.relay.hub.SequenceHeaders;
import io.parley.relay.hub.WireFormat;

/** FLV tags in what carries them. Every tag is a whole frame, so that a skip never cuts one. */
public enum FlvWireFormat implements WireFormat {
    /** For HTTP/1.0, ended by closing. */
    PLAIN {
        @Override
        int frameHeader(int length) {
            return 0;
        }

        @Override
        void writeFrameHeader(ByteBuf out, int length) {}

        @Override
        int frameHeaderIn(ByteBuf message) {
            return 0;
        }
    },

    /** HTTP/1.1 chunks. */
    CHUNKED {
        @Override
        int frameHeader(int length) {
            return Integer.toHexString(length).length() + 2;
        }

        @Override
        void writeFrameHeader(ByteBuf out, int length) {
            out.writeCharSequence(Integer.toHexString(length), US_ASCII);
            out.writeShort(CRLF);
        }

        @Override
        int frameHeaderIn(ByteBuf message) {
            return message.bytesBefore((byte) '\n') + 1;
        }

        @Override
        int frameTrailer() {
            return 2;
        }

        @Override
        void writeFrameTrailer(ByteBuf out) {
            out.writeShort(CRLF);
        }
    },

    /** Unmasked binary WebSocket frames. */
    WEBSOCKET {
        @Override
        int frameHeader(int length) {
            return length < 126 ? 2 : length <= 0xFFFF ? 4 : 10;
        }

        @Override
        void writeFrameHeader(ByteBuf out, int length) {
            out.writeByte(FINAL_BINARY);
            if (length < 126) {
                out.writeByte(length);
            } else if (length <= 0xFFFF) {
                out.writeByte(126).writeShort(length);
            } else {
                out.writeByte(127).writeLong(length);
            }
        }

        @Override
        int frameHeaderIn(ByteBuf message) {
            int length = message.getUnsignedByte(message.readerIndex() + 1);
            return length < 126 ? 2 : length == 126 ? 4 : 10;
        }
    };

    private static final int CRLF = '\r' << 8 | '\n';
    private static final int FINAL_BINARY = 0x82;

    abstract int frameHeader(int length);

    abstract void writeFrameHeader(ByteBuf out, int length);

    /** The length of the frame header that a written message begins with. */
    abstract int frameHeaderIn(ByteBuf message);

    int frameTrailer() {
        return 0;
    }

    void writeFrameTrailer(ByteBuf out) {}

    @Override
    public int size(MediaKind kind, int timestamp, int length) {
        int tag = FlvTag.size(length);
        return frameHeader(tag) + tag + frameTrailer();
    }

    @Override
    public void write(ByteBuf out, MediaKind kind, int timestamp, ByteBuf body) {
        writeFrameHeader(out, FlvTag.size(body.readableBytes()));
        FlvTag.write(out, kind, timestamp, body);
        writeFrameTrailer(out);
    }

    @Override
    public ByteBuf body(ByteBuf message) {
        int tag = message.readerIndex() + frameHeaderIn(message);
        return message.slice(tag + FlvTag.HEADER, message.getUnsignedMedium(tag + 1));
    }

    @Override
    public ByteBuf opening(boolean hasAudio, boolean hasVideo, SequenceHeaders headers, int timestamp) {
        ByteBuf content = Unpooled.buffer();
        FlvTag.writeFileHeader(content, hasAudio, hasVideo);
        headers.forEach((kind, body) -> FlvTag.write(content, kind, timestamp, body));
        return framed(content);
    }

    @Override
    public ByteBuf headers(SequenceHeaders headers, int timestamp) {
        ByteBuf content = Unpooled.buffer();
        headers.forEach((kind, body) -> FlvTag.write(content, kind, timestamp, body));
        return content.isReadable() ? framed(content) : content;
    }

    private ByteBuf framed(ByteBuf content) {
        int length = content.readableBytes();
        ByteBuf out = Unpooled.directBuffer(frameHeader(length) + length + frameTrailer());
        writeFrameHeader(out, length);
        out.writeBytes(content);
        writeFrameTrailer(out);
        content.release();
        return out;
    }

    @Override
    public boolean namesTracks() {
        return true;
    }
}
