package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** FLV as a publisher writes it, and the masked WebSocket frames that carry it, written by hand. */
public final class Flv {

    private final ByteBuf out = Unpooled.buffer();

    public byte[] bytes() {
        return ByteBufUtil.getBytes(out);
    }

    public Flv header() {
        return header(5, 9);
    }

    /** With these flags, and so long. */
    public Flv header(int flags, int size) {
        out.writeMedium('F' << 16 | 'L' << 8 | 'V')
                .writeByte(1)
                .writeByte(flags)
                .writeInt(size);
        out.writeZero(Math.max(0, size - 9)).writeInt(0);
        return this;
    }

    public Flv tag(int type, int timestamp, byte[] body) {
        tagHeader(type, timestamp, body.length);
        out.writeBytes(body).writeInt(11 + body.length);
        return this;
    }

    public Flv tagHeader(int type, int timestamp, int length) {
        out.writeByte(type).writeMedium(length).writeMedium(timestamp).writeByte(timestamp >>> 24);
        out.writeMedium(0);
        return this;
    }

    public Flv raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Flv videoHeader(int timestamp, int mark) {
        return video(timestamp, 0x17, 0, mark, 0);
    }

    public Flv key(int timestamp, int mark, int padding) {
        return video(timestamp, 0x17, 1, mark, padding);
    }

    public Flv frame(int timestamp, int mark, int padding) {
        return video(timestamp, 0x27, 1, mark, padding);
    }

    private Flv video(int timestamp, int first, int packetType, int mark, int padding) {
        ByteBuf body = Unpooled.buffer()
                .writeByte(first)
                .writeByte(packetType)
                .writeMedium(0)
                .writeInt(mark)
                .writeZero(padding);
        return tag(RtmpMessage.VIDEO, timestamp, ByteBufUtil.getBytes(body));
    }

    public Flv audio(int timestamp, int mark) {
        ByteBuf body = Unpooled.buffer().writeShort(0xAF01).writeInt(mark);
        return tag(RtmpMessage.AUDIO, timestamp, ByteBufUtil.getBytes(body));
    }

    public Flv metadata(double width) {
        ByteBuf body = Unpooled.buffer();
        Amf0Encoder.write(body, "@setDataFrame");
        Amf0Encoder.write(body, "onMetaData");
        Amf0Encoder.write(body, new AmfObject().with("width", width));
        return tag(RtmpMessage.AMF0_DATA, 0, ByteBufUtil.getBytes(body));
    }

    /** A frame of a client: opcode 2 is binary, 1 text, 0 goes on, 8 closes, 9 pings. */
    public static byte[] frame(int opcode, boolean last, byte[] payload) {
        ByteBuf frame = frameHeader(opcode, last, payload.length);
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ mask[i % 4]);
        }
        return ByteBufUtil.getBytes(frame);
    }

    /** Without mask and payload. */
    static ByteBuf frameHeader(int opcode, boolean last, int length) {
        ByteBuf frame = Unpooled.buffer().writeByte((last ? 0x80 : 0) | opcode);
        if (length < 126) {
            frame.writeByte(0x80 | length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(0x80 | 126).writeShort(length);
        } else {
            frame.writeByte(0x80 | 127).writeLong(length);
        }
        return frame;
    }

    /** Binary frames of so many bytes each. */
    public static byte[] frames(byte[] content, int each) {
        ByteBuf all = Unpooled.buffer();
        for (int at = 0; at < content.length; at += each) {
            all.writeBytes(
                    frame(2, true, java.util.Arrays.copyOfRange(content, at, Math.min(content.length, at + each))));
        }
        return ByteBufUtil.getBytes(all);
    }

    /** The request that turns a connection into a publisher's WebSocket. */
    public static String upgrade(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    }
}
