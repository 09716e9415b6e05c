package io.parley.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.parley.relay.EndCause;
import io.parley.relay.GateRefusal;
import io.parley.relay.flv.FlvWireFormat;
import io.parley.relay.hub.Farewell;
import io.parley.relay.hub.PlayingPeer;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.hub.WireFormat;

/** A player that gets its stream as WebSocket frames. */
final class WebSocketFlvPlayer extends PlayingPeer {

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int POLICY = 1008;
    static final int TRY_AGAIN_LATER = 1013;

    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;

    WebSocketFlvPlayer(Channel channel, StreamHub hub) {
        super(channel, hub);
    }

    @Override
    public WireFormat format() {
        return FlvWireFormat.WEBSOCKET;
    }

    @Override
    public void starting() {
        // The handshake was answered before the gate was asked: a close code needs a WebSocket.
    }

    @Override
    protected void sayNo(GateRefusal refusal) {
        goodbye(
                switch (refusal) {
                    case IN_USE, DENIED -> POLICY;
                    case NOT_FOUND, UNAVAILABLE -> TRY_AGAIN_LATER;
                });
    }

    @Override
    protected void sayGoodbye(EndCause cause, boolean opened) {
        goodbye(
                switch (cause) {
                    case STREAM_ENDED -> opened ? NORMAL : TRY_AGAIN_LATER;
                    case SHUTDOWN -> GOING_AWAY;
                    default -> POLICY;
                });
    }

    void goodbye(int code) {
        Farewell.close(
                channel(),
                Unpooled.buffer(4).writeByte(FINAL_CLOSE).writeByte(2).writeShort(code));
    }

    void ping() {
        channel().writeAndFlush(Unpooled.buffer(2).writeByte(FINAL_PING).writeByte(0));
    }

    void pong(ByteBuf payload) {
        int length = payload.readableBytes();
        channel()
                .writeAndFlush(Unpooled.buffer(2 + length)
                        .writeByte(FINAL_PONG)
                        .writeByte(length)
                        .writeBytes(payload));
    }
}
