package io.parley.bench.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The bytes that an RTMP client sends. One second of it can be played again and again: its times are differences. */
final class RtmpRecording {

    static final int VIDEO_FRAMES = 15;
    static final int AUDIO_FRAMES = 50;
    static final int KEY_FRAME_BYTES = 20_000;
    static final int FRAME_BYTES = 6_000;
    static final int AUDIO_BYTES = 200;

    private static final int HANDSHAKE = 1536;
    private static final int COMMANDS = 3;
    private static final int AUDIO = 4;
    private static final int VIDEO = 6;
    private static final int SET_CHUNK_SIZE_TYPE = 1;
    private static final int AUDIO_TYPE = 8;
    private static final int VIDEO_TYPE = 9;
    private static final int COMMAND_TYPE = 20;

    private static final int USUAL_CHUNK = 4096;

    private final ByteBuf out = Unpooled.buffer();
    private final int chunk;

    private RtmpRecording(int chunk) {
        this.chunk = chunk;
    }

    /** From C0 to the request to publish, and the decoder configurations. */
    static byte[] publisher(String stream) {
        return publisher(stream, USUAL_CHUNK);
    }

    /** The same with chunks of another size. */
    static byte[] publisher(String stream, int chunk) {
        RtmpRecording recording = new RtmpRecording(chunk).hello().command("publish", stream);
        recording.first(
                VIDEO, VIDEO_TYPE, new byte[] {0x17, 0, 0, 0, 0, 1, 0x42, 0, 0x1f, (byte) 0xff, (byte) 0xe0, 0});
        recording.first(AUDIO, AUDIO_TYPE, new byte[] {(byte) 0xaf, 0, 0x12, 0x10});
        return recording.bytes();
    }

    /** From C0 to the request to play. */
    static byte[] player(String stream) {
        return new RtmpRecording(USUAL_CHUNK).hello().command("play", stream).bytes();
    }

    /** A second of a call, beginning with a key frame. */
    static byte[] second() {
        return second(USUAL_CHUNK);
    }

    /** The same with chunks of another size. */
    static byte[] second(int chunk) {
        RtmpRecording recording = new RtmpRecording(chunk);
        int video = 0;
        int audio = 0;
        for (int time = 0; time < 1000; time++) {
            if (time * VIDEO_FRAMES >= video * 1000 && video < VIDEO_FRAMES) {
                byte[] frame = new byte[video == 0 ? KEY_FRAME_BYTES : FRAME_BYTES];
                frame[0] = (byte) (video == 0 ? 0x17 : 0x27);
                frame[1] = 1;
                int next = 1000 * (video + 1) / VIDEO_FRAMES;
                recording.next(VIDEO, VIDEO_TYPE, next - 1000 * video / VIDEO_FRAMES, frame);
                video++;
            }
            if (time * AUDIO_FRAMES >= audio * 1000 && audio < AUDIO_FRAMES) {
                byte[] frame = new byte[AUDIO_BYTES];
                frame[0] = (byte) 0xaf;
                frame[1] = 1;
                recording.next(AUDIO, AUDIO_TYPE, 1000 / AUDIO_FRAMES, frame);
                audio++;
            }
        }
        return recording.bytes();
    }

    private RtmpRecording hello() {
        out.writeByte(3).writeZero(2 * HANDSHAKE);
        first(2, SET_CHUNK_SIZE_TYPE, Unpooled.buffer().writeInt(chunk));
        ByteBuf connect = number(text(Unpooled.buffer(), "connect"), 1).writeByte(3);
        property(property(connect, "app", "live"), "tcUrl", "rtmp://localhost/live")
                .writeMedium(9);
        first(COMMANDS, COMMAND_TYPE, connect);
        first(
                COMMANDS,
                COMMAND_TYPE,
                number(text(Unpooled.buffer(), "createStream"), 2).writeByte(5));
        return this;
    }

    private RtmpRecording command(String name, String stream) {
        ByteBuf body = number(text(Unpooled.buffer(), name), 3).writeByte(5);
        first(COMMANDS, COMMAND_TYPE, text(body, stream));
        return this;
    }

    private void first(int chunkStream, int type, byte[] body) {
        first(chunkStream, type, Unpooled.wrappedBuffer(body));
    }

    private void first(int chunkStream, int type, ByteBuf body) {
        out.writeByte(chunkStream)
                .writeMedium(0)
                .writeMedium(body.readableBytes())
                .writeByte(type);
        out.writeIntLE(type == SET_CHUNK_SIZE_TYPE ? 0 : 1);
        out.writeBytes(body);
    }

    private void next(int chunkStream, int type, int later, byte[] body) {
        out.writeByte(0x40 | chunkStream)
                .writeMedium(later)
                .writeMedium(body.length)
                .writeByte(type);
        for (int at = 0; at < body.length; at += chunk) {
            if (at > 0) {
                out.writeByte(0xC0 | chunkStream);
            }
            out.writeBytes(body, at, Math.min(chunk, body.length - at));
        }
    }

    private static ByteBuf text(ByteBuf body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return body.writeByte(2).writeShort(bytes.length).writeBytes(bytes);
    }

    private static ByteBuf number(ByteBuf body, double number) {
        return body.writeByte(0).writeDouble(number);
    }

    private static ByteBuf property(ByteBuf body, String name, String value) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return text(body.writeShort(bytes.length).writeBytes(bytes), value);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
