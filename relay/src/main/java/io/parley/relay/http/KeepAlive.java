package io.parley.relay.http;

import io.netty.channel.Channel;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.hub.StreamHub;

/** Finds out if the client at the other end of a WebSocket is still there: pings it and notes its messages. On its loop. */
final class KeepAlive {

    private final StreamHub hub;
    private final Channel channel;
    private long lastReceivedNanos;
    private long pingedNanos;

    KeepAlive(StreamHub hub, Channel channel) {
        this.hub = hub;
        this.channel = channel;
        lastReceivedNanos = hub.nanoTime();
        pingedNanos = lastReceivedNanos;
    }

    /** Something has come from it; the time that was. */
    long received() {
        lastReceivedNanos = hub.nanoTime();
        return lastReceivedNanos;
    }

    /**
     * Pings when it is time to.
     *
     * @param lifeSignNanos when the client last showed life other than by sending
     * @return false when it is taken for gone
     */
    boolean beats(long lifeSignNanos) {
        long now = hub.nanoTime();
        long alive = Math.max(lastReceivedNanos, lifeSignNanos);
        if ((now - alive) / 1_000_000 > hub.config().get(RelaySetting.DEAD_PEER_MS)) {
            return false;
        }
        if ((now - pingedNanos) / 1_000_000 >= hub.config().get(RelaySetting.PING_INTERVAL_MS)) {
            pingedNanos = now;
            WebSocketFrames.ping(channel);
        }
        return true;
    }
}
