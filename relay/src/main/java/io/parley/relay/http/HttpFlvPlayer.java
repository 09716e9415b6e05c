package io.parley.relay.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.parley.relay.flv.FlvWireFormat;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.hub.AbstractPlayerConnection;
import io.parley.relay.hub.GracefulClose;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.hub.WireFormat;

/** A player whose stream is the body of one HTTP response. The response begins when the stream does. */
final class HttpFlvPlayer extends AbstractPlayerConnection {

    private final boolean chunked;
    private final String cors;

    /**
     * @param cors header lines for the page that asks
     */
    HttpFlvPlayer(Channel channel, StreamHub hub, boolean chunked, String cors) {
        super(channel, hub);
        this.chunked = chunked;
        this.cors = cors;
    }

    @Override
    public WireFormat format() {
        return chunked ? FlvWireFormat.CHUNKED : FlvWireFormat.PLAIN;
    }

    @Override
    public void starting() {
        channel().write(HttpAnswer.stream(chunked, cors));
    }

    @Override
    protected void sayNo(GateRefusal refusal) {
        GracefulClose.close(channel(), HttpAnswer.refusal(refusal, cors));
    }

    @Override
    protected void sayGoodbye(EndCause cause, boolean opened) {
        if (opened) {
            GracefulClose.close(channel(), chunked ? HttpAnswer.text(HttpAnswer.END_OF_CHUNKS) : Unpooled.EMPTY_BUFFER);
        } else {
            sayNo(
                    switch (cause) {
                        case STREAM_ENDED -> GateRefusal.NOT_FOUND;
                        case SHUTDOWN -> GateRefusal.UNAVAILABLE;
                        default -> GateRefusal.DENIED;
                    });
        }
    }
}
