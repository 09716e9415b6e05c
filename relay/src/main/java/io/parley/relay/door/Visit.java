package io.parley.relay.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import io.parley.relay.CloseReason;
import org.jspecify.annotations.Nullable;

/** One connection that was let in, as it is counted. Found at its channel; used on that channel's event loop. */
public final class Visit implements ChannelFutureListener {

    private static final AttributeKey<Visit> KEY = AttributeKey.valueOf(Visit.class, "visit");

    private final Visits visits;
    private @Nullable Long address;
    private boolean halfOpen = true;
    private volatile @Nullable CloseReason reason;

    Visit(Visits visits) {
        this.visits = visits;
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

    /** Says why, and closes. */
    static void close(Channel channel, CloseReason why) {
        closing(channel, why);
        channel.close();
    }

    /** From here on it counts to this address; or the reason why there is no room. */
    @Nullable
    CloseReason comesFrom(long key) {
        CloseReason full = visits.arriveFrom(key);
        if (full == null) {
            address = key;
        }
        return full;
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
        CloseReason why = reason;
        if (why == null) {
            why = halfOpen ? CloseReason.NOTHING_WANTED : CloseReason.SERVED;
        }
        visits.left(address, halfOpen, why);
    }
}
