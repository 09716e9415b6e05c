package io.parley.relay.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.parley.relay.hub.StreamHub;

/** Makes a connection an HTTP connection. */
public final class HttpPipeline {

    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 8192;
    private static final int MAX_CHUNK = 8192;

    private HttpPipeline() {}

    /** Adds the handlers. */
    public static void install(Channel channel, StreamHub hub) {
        channel.pipeline()
                .addLast(new HttpRequestDecoder(MAX_LINE, MAX_HEADERS, MAX_CHUNK))
                .addLast(new HttpRequestHandler(hub));
    }
}
