package io.parley.relay.http;

import io.netty.channel.Channel;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.AbstractPublisherConnection;
import java.util.Locale;

/** A publisher whose stream comes as FLV in WebSocket frames: a browser. */
final class WebSocketFlvPublisher extends AbstractPublisherConnection {

    /** The publication is committed and open. */
    private static final String PUBLISHING = "{\"type\":\"publishing\"}";

    private final PreAuthorizationBuffer intake;

    WebSocketFlvPublisher(Channel channel, StreamHub hub, PreAuthorizationBuffer intake) {
        super(channel, hub);
        this.intake = intake;
    }

    @Override
    protected void begin() {
        WebSocketFrames.text(channel(), PUBLISHING);
        intake.open();
    }

    @Override
    protected void sayNo(GateRefusal refusal) {
        goodbye(refusal == GateRefusal.UNAVAILABLE ? WebSocketFrames.TRY_AGAIN_LATER : WebSocketFrames.POLICY, refusal);
    }

    @Override
    protected void sayGoodbye(EndCause cause) {
        goodbye(cause == EndCause.SHUTDOWN ? WebSocketFrames.GOING_AWAY : WebSocketFrames.POLICY, cause);
    }

    /**
     * Closes.
     *
     * @param why its name in lower case is what the client reads
     */
    void goodbye(int code, Enum<?> why) {
        intake.drop();
        WebSocketFrames.close(channel(), code, why.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void finish(EndCause cause) {
        intake.drop();
        super.finish(cause);
    }
}
