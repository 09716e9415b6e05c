package io.parley.relay.door;

import io.netty.channel.Channel;
import java.util.function.Consumer;

/**
 * What the port speaks, and with whom. Each protocol adds its handlers to the channel.
 *
 * @param proxies who may send a PROXY header
 * @param rtmp begins RTMP
 * @param http begins HTTP
 */
public record Front(TrustedProxies proxies, Consumer<Channel> rtmp, Consumer<Channel> http) {}
