package io.parley.relay.hub;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The client's address as limits, the gate and the log get it: the peer's, unless a trusted proxy has named another. */
public final class RemoteAddress {

    private static final AttributeKey<InetAddress> FORWARDED = AttributeKey.valueOf(RemoteAddress.class, "forwarded");

    private RemoteAddress() {}

    /** Without port; empty when the channel is no network channel. */
    public static String of(Channel channel) {
        InetAddress address = inet(channel);
        return address == null ? "" : address.getHostAddress();
    }

    /** Null when the channel is no network channel. */
    public static @Nullable InetAddress inet(Channel channel) {
        InetAddress forwarded =
                channel.hasAttr(FORWARDED) ? channel.attr(FORWARDED).get() : null;
        if (forwarded != null) {
            return forwarded;
        }
        return channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
    }

    /** Sets the address that a trusted proxy has named. */
    public static void setForwarded(Channel channel, InetAddress client) {
        channel.attr(FORWARDED).set(client);
    }
}
