package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Chunks written by hand, header field by header field. */
final class Bytes {

    private Bytes() {}

    static ByteBuf type0(int id, int time, int length, int type, int streamId) {
        ByteBuf out = Unpooled.buffer();
        basic(out, 0, id);
        return out.writeMedium(time).writeMedium(length).writeByte(type).writeIntLE(streamId);
    }

    static ByteBuf type1(int id, int delta, int length, int type) {
        ByteBuf out = Unpooled.buffer();
        basic(out, 1, id);
        return out.writeMedium(delta).writeMedium(length).writeByte(type);
    }

    static ByteBuf type2(int id, int delta) {
        ByteBuf out = Unpooled.buffer();
        basic(out, 2, id);
        return out.writeMedium(delta);
    }

    static ByteBuf type3(int id) {
        ByteBuf out = Unpooled.buffer();
        basic(out, 3, id);
        return out;
    }

    private static void basic(ByteBuf out, int format, int id) {
        if (id < 64) {
            out.writeByte(format << 6 | id);
        } else if (id < 320) {
            out.writeByte(format << 6).writeByte(id - 64);
        } else {
            longForm(out, format, id);
        }
    }

    static void longForm(ByteBuf out, int format, int id) {
        out.writeByte(format << 6 | 1).writeShortLE(id - 64);
    }

    static ByteBuf setChunkSize(int size) {
        return type0(2, 0, 4, RtmpMessage.SET_CHUNK_SIZE, 0).writeInt(size);
    }

    static ByteBuf filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return Unpooled.wrappedBuffer(bytes);
    }
}
