package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Commands and control messages sent to RTMP clients. Collects messages in one buffer, so that they leave in one write. */
final class RtmpReplies {

    static final int WINDOW = 2_500_000;

    private static final int STREAM_BEGIN = 0;
    private static final int STREAM_EOF = 1;
    static final int PING_REQUEST = 6;
    static final int PING_RESPONSE = 7;

    private static final int BANDWIDTH_DYNAMIC = 2;

    private final ByteBuf out = Unpooled.directBuffer();
    private final int mediaStream;

    /** About the connection. */
    RtmpReplies() {
        this(0);
    }

    /** About this message stream, where they are about one. */
    RtmpReplies(int mediaStream) {
        this.mediaStream = mediaStream;
    }

    /** The collected messages; the caller's to release. */
    ByteBuf bytes() {
        return out;
    }

    RtmpReplies windowAckSize() {
        return control(RtmpMessage.WINDOW_ACK_SIZE, Unpooled.copyInt(WINDOW));
    }

    RtmpReplies peerBandwidth() {
        return control(
                RtmpMessage.SET_PEER_BANDWIDTH,
                Unpooled.buffer(5).writeInt(WINDOW).writeByte(BANDWIDTH_DYNAMIC));
    }

    RtmpReplies chunkSize() {
        return control(RtmpMessage.SET_CHUNK_SIZE, Unpooled.copyInt(ChunkWriter.CHUNK_SIZE));
    }

    RtmpReplies acknowledgement(long received) {
        return control(RtmpMessage.ACKNOWLEDGEMENT, Unpooled.copyInt((int) received));
    }

    RtmpReplies userControl(int event, int value) {
        return control(
                RtmpMessage.USER_CONTROL, Unpooled.buffer(6).writeShort(event).writeInt(value));
    }

    private RtmpReplies control(int type, ByteBuf body) {
        ChunkWriter.write(out, ChunkWriter.CONTROL, type, 0, 0, body);
        return this;
    }

    /** An answer to the command with this transaction. */
    RtmpReplies result(double transaction, @Nullable Object... values) {
        return command(0, "_result", transaction, values);
    }

    RtmpReplies error(double transaction, @Nullable Object... values) {
        return command(0, "_error", transaction, values);
    }

    RtmpReplies streamBegin() {
        return userControl(STREAM_BEGIN, mediaStream);
    }

    RtmpReplies streamEnd() {
        return userControl(STREAM_EOF, mediaStream);
    }

    /** A status of the message stream. */
    RtmpReplies status(String level, String code, String description) {
        return command(mediaStream, "onStatus", 0, null, info(level, code, description));
    }

    /** Asks a client that knows how to connect to the same address anew, and to leave when it has. */
    RtmpReplies reconnectRequest() {
        return command(
                0,
                "onStatus",
                0,
                null,
                info("status", "NetConnection.Connect.ReconnectRequest", "The relay will stop"));
    }

    static AmfObject info(String level, String code, String description) {
        return new AmfObject().with("level", level).with("code", code).with("description", description);
    }

    RtmpReplies sampleAccess() {
        ByteBuf body = Unpooled.buffer();
        Amf0Encoder.write(body, "|RtmpSampleAccess");
        Amf0Encoder.write(body, true);
        Amf0Encoder.write(body, true);
        ChunkWriter.write(out, ChunkWriter.DATA, RtmpMessage.AMF0_DATA, 0, mediaStream, body);
        return this;
    }

    private RtmpReplies command(int streamId, String name, double transaction, @Nullable Object... values) {
        ByteBuf body = Unpooled.buffer();
        Amf0Encoder.write(body, name);
        Amf0Encoder.write(body, transaction);
        for (Object value : values) {
            Amf0Encoder.write(body, value);
        }
        ChunkWriter.write(out, ChunkWriter.COMMAND, RtmpMessage.AMF0_COMMAND, 0, streamId, body);
        return this;
    }
}
