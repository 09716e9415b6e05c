package io.parley.relay.rtmp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.parley.relay.hub.StreamHub;
import java.util.Map;

/** Makes a connection an RTMP connection. */
public final class RtmpPipeline {

    private RtmpPipeline() {}

    /** Adds the handlers, from the handshake on. */
    public static void install(Channel channel, StreamHub hub) {
        RtmpChunkDecoder decoder = new RtmpChunkDecoder(ChunkLimits.beforeAuth(hub.config()));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new RtmpHandshakeHandler());
        pipeline.addLast(decoder);
        pipeline.addLast(new RtmpSessionHandler(channel, hub, decoder));
    }

    /** Connections closed for breaking the protocol since the start, by reason. */
    public static Map<String, Long> violations() {
        return ProtocolErrorCounters.counts();
    }
}
