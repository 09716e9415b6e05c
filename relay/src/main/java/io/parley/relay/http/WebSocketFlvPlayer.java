package io.parley.relay.http;

import io.netty.channel.Channel;
import io.parley.relay.flv.FlvWireFormat;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.hub.AbstractPlayerConnection;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.hub.WireFormat;

/** A player that gets its stream as WebSocket frames. */
final class WebSocketFlvPlayer extends AbstractPlayerConnection {

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
                    case IN_USE, DENIED -> WebSocketFrames.POLICY;
                    case NOT_FOUND, UNAVAILABLE -> WebSocketFrames.TRY_AGAIN_LATER;
                });
    }

    @Override
    protected void sayGoodbye(EndCause cause, boolean opened) {
        goodbye(
                switch (cause) {
                    case STREAM_ENDED -> opened ? WebSocketFrames.NORMAL : WebSocketFrames.TRY_AGAIN_LATER;
                    case SHUTDOWN -> WebSocketFrames.GOING_AWAY;
                    default -> WebSocketFrames.POLICY;
                });
    }

    void goodbye(int code) {
        WebSocketFrames.close(channel(), code, "");
    }
}
