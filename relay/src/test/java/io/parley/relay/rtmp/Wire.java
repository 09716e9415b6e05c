package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Messages of a client after the handshake, written by hand: single chunk headers, or whole messages cut into chunks. */
final class Wire {

    private final ByteBuf out = Unpooled.buffer();
    private int chunk = RtmpChunkDecoder.DEFAULT_CHUNK;

    byte[] bytes() {
        return ByteBufUtil.getBytes(out);
    }

    int length() {
        return out.writerIndex();
    }

    // Chunk headers

    Wire type0(int id, int time, int length, int type, int streamId) {
        return basic(0, id)
                .add(Unpooled.buffer()
                        .writeMedium(time)
                        .writeMedium(length)
                        .writeByte(type)
                        .writeIntLE(streamId));
    }

    Wire type1(int id, int delta, int length, int type) {
        return basic(1, id)
                .add(Unpooled.buffer().writeMedium(delta).writeMedium(length).writeByte(type));
    }

    Wire type2(int id, int delta) {
        return basic(2, id).add(Unpooled.buffer().writeMedium(delta));
    }

    Wire type3(int id) {
        return basic(3, id);
    }

    private Wire basic(int format, int id) {
        if (id < 64) {
            out.writeByte(format << 6 | id);
        } else if (id < 320) {
            out.writeByte(format << 6).writeByte(id - 64);
        } else {
            longId(format, id);
        }
        return this;
    }

    /** The three-byte form, whatever the id. */
    Wire longId(int format, int id) {
        out.writeByte(format << 6 | 1).writeShortLE(id - 64);
        return this;
    }

    // Payload

    Wire add(ByteBuf bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Wire text(String text) {
        out.writeCharSequence(text, US_ASCII);
        return this;
    }

    Wire fill(int count, char with) {
        return text(String.valueOf(with).repeat(count));
    }

    Wire int32(int value) {
        out.writeInt(value);
        return this;
    }

    static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    static ByteBuf amf(Object... values) {
        ByteBuf body = Unpooled.buffer();
        for (Object value : values) {
            Amf0Encoder.write(body, value);
        }
        return body;
    }

    // Messages

    /** Announces a chunk size and keeps to it. */
    Wire chunkSize(int size) {
        message(2, RtmpMessage.SET_CHUNK_SIZE, 0, 0, Unpooled.copyInt(size));
        chunk = size;
        return this;
    }

    Wire message(int id, int type, int time, int streamId, ByteBuf body) {
        boolean extended = Integer.compareUnsigned(time, 0xFFFFFF) >= 0;
        type0(id, extended ? 0xFFFFFF : time, body.readableBytes(), type, streamId);
        if (extended) {
            out.writeInt(time);
        }
        while (true) {
            out.writeBytes(body, Math.min(chunk, body.readableBytes()));
            if (!body.isReadable()) {
                return this;
            }
            type3(id);
            if (extended) {
                out.writeInt(time);
            }
        }
    }

    Wire control(int type, ByteBuf body) {
        return message(2, type, 0, 0, body);
    }

    Wire userControl(int event, int value) {
        return control(
                RtmpMessage.USER_CONTROL, Unpooled.buffer().writeShort(event).writeInt(value));
    }

    Wire command(String name, double transaction, Object... arguments) {
        return message(3, RtmpMessage.AMF0_COMMAND, 0, 0, amf(name, transaction).writeBytes(amf(arguments)));
    }

    Wire connect(Object... properties) {
        AmfObject options = new AmfObject().with("app", "live");
        for (int i = 0; i < properties.length; i += 2) {
            options.with((String) properties[i], properties[i + 1]);
        }
        return command("connect", 1, options);
    }

    Wire publish(String name) {
        return connect().createStream(2).command("publish", 3, null, name, "live");
    }

    Wire play(String name) {
        return connect().createStream(2).command("play", 3, null, name);
    }

    Wire createStream(int transaction) {
        return command("createStream", transaction, (Object) null);
    }

    Wire audio(int time, String hex) {
        return message(4, RtmpMessage.AUDIO, time, 1, hex(hex));
    }

    Wire video(int time, String hex) {
        return message(6, RtmpMessage.VIDEO, time, 1, hex(hex));
    }

    Wire data(int time, Object... values) {
        return message(5, RtmpMessage.AMF0_DATA, time, 1, amf(values));
    }
}
