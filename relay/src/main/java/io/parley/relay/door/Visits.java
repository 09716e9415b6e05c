package io.parley.relay.door;

import io.parley.relay.CloseReason;
import io.parley.relay.ConnectionCounters;
import io.parley.relay.RelayConfig;
import io.parley.relay.RelaySetting;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All connections, counted against their limits. Half-open are those that have not led to a question to the gate. Remembers an
 * address only while it has a connection. Safe from any thread: a few loops take the lock a few times per connection.
 */
public final class Visits {

    private static final class OfAddress {
        private int all;
        private int halfOpen;
    }

    private final int most;
    private final int mostHalfOpen;
    private final int mostOfAddress;
    private final int mostHalfOpenOfAddress;
    private final Map<Long, OfAddress> addresses = new HashMap<>();
    private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
    private long accepted;
    private int active;
    private int halfOpen;

    /** With the limits of this configuration. */
    public Visits(RelayConfig config) {
        most = limit(config, RelaySetting.MAX_CONNECTIONS);
        mostHalfOpen = limit(config, RelaySetting.MAX_HALF_OPEN);
        mostOfAddress = limit(config, RelaySetting.CONNECTIONS_PER_ADDRESS);
        mostHalfOpenOfAddress = limit(config, RelaySetting.HALF_OPEN_PER_ADDRESS);
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, 0L);
        }
    }

    private static int limit(RelayConfig config, RelaySetting setting) {
        int value = config.get(setting);
        return value == 0 ? Integer.MAX_VALUE : value;
    }

    /** Lets a connection in, half-open and of no address yet; or counts it as closed and says why. */
    synchronized @Nullable CloseReason arrive() {
        accepted++;
        CloseReason full = active >= most
                ? CloseReason.TOO_MANY
                : halfOpen >= mostHalfOpen ? CloseReason.TOO_MANY_HALF_OPEN : null;
        if (full == null) {
            active++;
            halfOpen++;
        } else {
            count(full);
        }
        return full;
    }

    /** Counts a half-open connection to its address; or says why that is too many, and it remains of no address. */
    synchronized @Nullable CloseReason arriveFrom(long address) {
        OfAddress known = addresses.get(address);
        if (known != null && known.all >= mostOfAddress) {
            return CloseReason.TOO_MANY_OF_ADDRESS;
        }
        if (known != null && known.halfOpen >= mostHalfOpenOfAddress) {
            return CloseReason.TOO_MANY_HALF_OPEN_OF_ADDRESS;
        }
        if (known == null) {
            known = new OfAddress();
            addresses.put(address, known);
        }
        known.all++;
        known.halfOpen++;
        return null;
    }

    /** A connection is half-open no more. */
    synchronized void opened(@Nullable Long address) {
        halfOpen--;
        OfAddress known = address == null ? null : addresses.get(address);
        if (known != null) {
            known.halfOpen--;
        }
    }

    /** A connection that was let in has gone. */
    synchronized void left(@Nullable Long address, boolean wasHalfOpen, CloseReason why) {
        if (wasHalfOpen) {
            opened(address);
        }
        active--;
        count(why);
        OfAddress known = address == null ? null : addresses.get(address);
        if (known != null && --known.all == 0) {
            addresses.remove(address);
        }
    }

    private void count(CloseReason why) {
        closed.merge(why, 1L, Long::sum);
    }

    /** What was counted so far. */
    public synchronized ConnectionCounters counters(long refusedUnasked) {
        return new ConnectionCounters(accepted, active, closed, refusedUnasked);
    }

    synchronized int addresses() {
        return addresses.size();
    }
}
