package io.parley.relay.connection;

import io.netty.channel.Channel;
import io.parley.relay.config.TrustedProxies;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The protocols of the port and the proxies before it. Each protocol adds its handlers to the channel.
 *
 * @param proxies the peers that may send a PROXY header
 * @param certificates for TLS; null when it is not offered
 * @param rtmp begins RTMP
 * @param http begins HTTP
 */
public record ProtocolPipelines(
        TrustedProxies proxies,
        @Nullable CertificateReloader certificates,
        Consumer<Channel> rtmp,
        Consumer<Channel> http) {}
