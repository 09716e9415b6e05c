package io.parley.relay.hub;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** The client's address as the gate and the log get it. A PROXY header will be heard here. */
public final class RemoteAddress {

    private RemoteAddress() {}

    /** Without port; empty when the channel is no network channel. */
    public static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }
}
