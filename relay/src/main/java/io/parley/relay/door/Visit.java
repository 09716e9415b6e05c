package io.parley.relay.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import io.parley.relay.CloseReason;
import io.parley.relay.hub.RemoteAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One connection that was let in, as it is counted. Found at its channel; used on that channel's event loop. */
public final class Visit implements ChannelFutureListener {

    private static final AttributeKey<Visit> KEY = AttributeKey.valueOf(Visit.class, "visit");

    private final Visits visits;
    private final TrustedProxies proxies;
    private @Nullable Long address;
    private boolean halfOpen = true;
    private @Nullable CloseReason supposed;
    private volatile @Nullable CloseReason reason;

    Visit(Visits visits, TrustedProxies proxies) {
        this.visits = visits;
        this.proxies = proxies;
    }

    void begin(Channel channel) {
        channel.attr(KEY).set(this);
        channel.closeFuture().addListener(this);
    }

    static @Nullable Visit of(Channel channel) {
        return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    }

    /** Says why the channel is about to be closed; whoever says so first is right. From any thread. */
    public static void closing(Channel channel, CloseReason why) {
        Visit visit = of(channel);
        if (visit != null && visit.reason == null) {
            visit.reason = why;
        }
    }

    /** What it will have been if the connection ends now and nobody says why; null for the usual. On the event loop. */
    static void suppose(Channel channel, @Nullable CloseReason why) {
        Visit visit = of(channel);
        if (visit != null) {
            visit.supposed = why;
        }
    }

    /** Says why, and closes. */
    static void close(Channel channel, CloseReason why) {
        closing(channel, why);
        channel.close();
    }

    /** Counts to this address from here on, unless it is a proxy's; or the reason why there is no room. */
    @Nullable
    CloseReason comesFrom(InetAddress client) {
        if (address != null || proxies.contains(client)) {
            return null;
        }
        long key = AddressKey.of(client);
        CloseReason full = visits.arriveFrom(key);
        if (full == null) {
            address = key;
        }
        return full;
    }

    /** A trusted proxy has said who its client is. False when there is no room for that client; then the channel is closed. */
    static boolean knownAs(Channel channel, InetAddress client) {
        Visit visit = of(channel);
        CloseReason full = visit == null ? null : visit.comesFrom(client);
        if (full == null) {
            RemoteAddress.tell(channel, client);
            return true;
        }
        close(channel, full);
        return false;
    }

    /** The client has said what it wants. */
    void gateAsked() {
        if (halfOpen) {
            halfOpen = false;
            visits.opened(address);
        }
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        CloseReason why = reason == null ? supposed : reason;
        if (why == null) {
            why = halfOpen ? CloseReason.NOTHING_WANTED : CloseReason.SERVED;
        }
        visits.left(address, halfOpen, why);
    }
}
