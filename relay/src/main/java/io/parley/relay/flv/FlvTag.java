package io.parley.relay.flv;

import io.netty.buffer.ByteBuf;
import io.parley.relay.hub.MediaKind;

/** The FLV file header and its tags. */
public final class FlvTag {

    static final int HEADER = 11;
    static final int BACK_POINTER = 4;

    private static final int FLAG_AUDIO = 4;
    private static final int FLAG_VIDEO = 1;
    private static final int FILE_HEADER_LENGTH = 9;

    private FlvTag() {}

    /** Header and the zero back pointer; players wait for every track it names, so it must tell the truth. */
    static void writeFileHeader(ByteBuf out, boolean hasAudio, boolean hasVideo) {
        out.writeMedium('F' << 16 | 'L' << 8 | 'V');
        out.writeByte(1);
        out.writeByte((hasAudio ? FLAG_AUDIO : 0) | (hasVideo ? FLAG_VIDEO : 0));
        out.writeInt(FILE_HEADER_LENGTH);
        out.writeInt(0);
    }

    static int size(int length) {
        return HEADER + length + BACK_POINTER;
    }

    static void write(ByteBuf out, MediaKind kind, int timestamp, ByteBuf body) {
        int length = body.readableBytes();
        out.writeByte(kind.messageType());
        out.writeMedium(length);
        out.writeMedium(timestamp);
        out.writeByte(timestamp >>> 24);
        out.writeMedium(0);
        out.writeBytes(body, body.readerIndex(), length);
        out.writeInt(HEADER + length);
    }
}
