package io.parley.relay.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.parley.relay.hub.GracefulClose;

/** The frames that the relay sends on a WebSocket besides media, which are short, and the frames that it takes. */
final class WebSocketFrames {

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int POLICY = 1008;
    static final int TRY_AGAIN_LATER = 1013;

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;

    private WebSocketFrames() {}

    /**
     * @param largest payload of a client's frame, in bytes
     */
    static WebSocketDecoderConfig taken(int largest) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(largest)
                .expectMaskedFrames(true)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .build();
    }

    /** Says goodbye and closes. */
    static void close(Channel channel, int code, String reason) {
        byte[] why = reason.getBytes(UTF_8);
        GracefulClose.close(
                channel, frame(FINAL_CLOSE, 2 + why.length).writeShort(code).writeBytes(why));
    }

    static void ping(Channel channel) {
        channel.writeAndFlush(frame(FINAL_PING, 0));
    }

    static void pong(Channel channel, ByteBuf payload) {
        channel.writeAndFlush(frame(FINAL_PONG, payload.readableBytes()).writeBytes(payload));
    }

    static void text(Channel channel, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        channel.writeAndFlush(frame(FINAL_TEXT, bytes.length).writeBytes(bytes));
    }

    private static ByteBuf frame(int kind, int length) {
        return Unpooled.buffer(2 + length).writeByte(kind).writeByte(length);
    }
}
