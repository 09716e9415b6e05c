package io.parley.relay.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.parley.relay.config.TrustedProxies;
import io.parley.relay.hub.RemoteAddress;
import io.parley.relay.statistics.CloseReason;
import java.net.InetAddress;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One connection that was let in, as it is counted. Found at its channel; used on that channel's event loop. */
public final class TrackedConnection implements ChannelFutureListener {

    private static final AttributeKey<TrackedConnection> KEY = AttributeKey.valueOf(TrackedConnection.class, "tracked");

    private final ConnectionTracker connections;
    private final TrustedProxies proxies;
    private final Channel channel;
    private boolean served;
    private @Nullable CloseReason supposed;
    private volatile @Nullable CloseReason reason;

    // Of ConnectionTracker, under its lock.

    /** The address by which it is counted: the peer's address, or the client's when a proxy has named it. */
    long address;

    /** True when the limits per address are for it; not for a proxy that has named no client. */
    boolean isLimited;

    boolean isHalfOpen;
    boolean isCounted;
    boolean hasLeft;

    TrackedConnection(ConnectionTracker connections, TrustedProxies proxies, Channel channel, InetAddress peer) {
        this.connections = connections;
        this.proxies = proxies;
        this.channel = channel;
        this.address = AddressKey.of(peer);
        this.isLimited = !proxies.contains(peer);
    }

    /** Lets it in and follows it to its end; or says why not. */
    @Nullable
    CloseReason begin() {
        CloseReason full = connections.arrive(this);
        if (full == null) {
            channel.attr(KEY).set(this);
            channel.closeFuture().addListener(this);
        }
        return full;
    }

    /** Closes it to make room for another one; it is counted already. From any thread. */
    void cut() {
        try {
            channel.eventLoop().execute(() -> {
                // Not through the rest of the pipeline: encryption would say goodbye first, and wait for it to be read.
                ChannelHandlerContext first = channel.pipeline().firstContext();
                if (first == null) {
                    channel.close();
                } else {
                    first.close();
                }
            });
        } catch (RejectedExecutionException stopping) {
            // The relay closes all of them.
        }
    }

    static @Nullable TrackedConnection of(Channel channel) {
        return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    }

    /** Sets the reason for which the channel is about to be closed; the first one counts. From any thread. */
    public static void closing(Channel channel, CloseReason why) {
        TrackedConnection connection = of(channel);
        if (connection != null && connection.reason == null) {
            connection.reason = why;
        }
    }

    /** Sets the reason if the connection ends now and no other is given; null for the usual. On the event loop. */
    static void suppose(Channel channel, @Nullable CloseReason why) {
        TrackedConnection connection = of(channel);
        if (connection != null) {
            connection.supposed = why;
        }
    }

    /** Says why, and closes. */
    static void close(Channel channel, CloseReason why) {
        closing(channel, why);
        channel.close();
    }

    /** A trusted proxy has said who its client is. False when there is no room for that client; then the channel is closed. */
    static boolean knownAs(Channel channel, InetAddress client) {
        TrackedConnection connection = of(channel);
        CloseReason full = connection == null ? null : connection.belongsTo(client);
        if (full == null) {
            RemoteAddress.setForwarded(channel, client);
            return true;
        }
        close(channel, full);
        return false;
    }

    private @Nullable CloseReason belongsTo(InetAddress client) {
        return isLimited || proxies.contains(client) ? null : connections.belongs(this, AddressKey.of(client));
    }

    /** The client has said what it wants. */
    void gateAsked() {
        served = true;
        connections.opened(this);
    }

    /** It does not get that, or no longer. */
    void settled() {
        connections.settled(this);
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        CloseReason why = reason == null ? supposed : reason;
        if (why == null) {
            why = served ? CloseReason.SERVED : CloseReason.NOTHING_WANTED;
        }
        connections.leave(this, why);
    }
}
