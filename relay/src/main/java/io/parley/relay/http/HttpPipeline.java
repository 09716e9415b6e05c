package io.parley.relay.http;

import io.netty.channel.Channel;
import io.parley.relay.hub.StreamHub;

/** Makes a connection an HTTP connection. */
public final class HttpPipeline {

    private HttpPipeline() {}

    /** Adds the handlers. */
    public static void install(Channel channel, StreamHub hub) {
        channel.close();
    }
}
