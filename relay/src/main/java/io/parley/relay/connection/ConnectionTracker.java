package io.parley.relay.connection;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.statistics.CloseReason;
import io.parley.relay.statistics.ConnectionCounters;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All connections, counted against their limits. Half-open is a connection for which no question is at the gate and no media is
 * open: not asked for yet, refused, or over. Where a limit is reached, a half-open connection gives way to the newcomer: the oldest one of
 * the newcomer's address when that address is at its limit, else the oldest one of the address with the most of them. So an address
 * that holds many keeps no other out but itself. Remembers an address only while it has a connection. Safe from any thread: a few loops take
 * the lock a few times per connection.
 */
public final class ConnectionTracker {

    private final int most;
    private final int mostHalfOpen;
    private final int mostOfAddress;
    private final int mostHalfOpenOfAddress;
    private final Map<Long, Integer> addresses = new HashMap<>();
    private final HalfOpenConnections halfOpen = new HalfOpenConnections();
    private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
    private long accepted;
    private int active;

    /**
     * A limit that a newcomer has reached.
     *
     * @param oldest the connection that gives way; null when there is none
     */
    private record Limit(CloseReason reason, @Nullable TrackedConnection oldest) {}

    /** With the limits of this configuration. */
    public ConnectionTracker(RelayConfig config) {
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

    /** Lets a connection in, half-open; or counts it as closed and says why. */
    @Nullable
    CloseReason arrive(TrackedConnection visit) {
        TrackedConnection oldest = null;
        synchronized (this) {
            accepted++;
            active++;
            Limit reached = ofAddress(visit);
            if (reached == null) {
                reached = ofAll();
            }
            if (reached != null) {
                oldest = reached.oldest();
                leave(oldest == null ? visit : oldest, reached.reason());
                if (oldest == null) {
                    return reached.reason();
                }
            }
            settled(visit);
            count(visit);
        }
        cut(oldest);
        return null;
    }

    /** A proxy's connection is this client's from here on; or the reason why there is no room, and it remains the proxy's. */
    @Nullable
    CloseReason belongs(TrackedConnection visit, long client) {
        TrackedConnection oldest = null;
        synchronized (this) {
            if (visit.hasLeft) {
                return null;
            }
            Limit reached = ofAddress(client);
            if (reached != null) {
                oldest = reached.oldest();
                if (oldest == null) {
                    return reached.reason();
                }
                leave(oldest, reached.reason());
            }
            boolean moves = visit.isHalfOpen;
            opened(visit);
            visit.address = client;
            visit.isLimited = true;
            if (moves) {
                settled(visit);
            }
            count(visit);
        }
        cut(oldest);
        return null;
    }

    private @Nullable Limit ofAddress(TrackedConnection visit) {
        return visit.isLimited ? ofAddress(visit.address) : null;
    }

    private @Nullable Limit ofAddress(long address) {
        CloseReason reason = addresses.getOrDefault(address, 0) >= mostOfAddress
                ? CloseReason.TOO_MANY_OF_ADDRESS
                : halfOpen.of(address) >= mostHalfOpenOfAddress ? CloseReason.TOO_MANY_HALF_OPEN_OF_ADDRESS : null;
        return reason == null ? null : new Limit(reason, halfOpen.oldestOf(address));
    }

    private @Nullable Limit ofAll() {
        CloseReason reason = active > most
                ? CloseReason.TOO_MANY
                : halfOpen.all() >= mostHalfOpen ? CloseReason.TOO_MANY_HALF_OPEN : null;
        return reason == null ? null : new Limit(reason, halfOpen.oldestOfLargest());
    }

    /** Outside the lock. */
    private static void cut(@Nullable TrackedConnection oldest) {
        if (oldest != null) {
            oldest.cut();
        }
    }

    /** The gate is asked for it. */
    synchronized void opened(TrackedConnection visit) {
        if (visit.isHalfOpen) {
            visit.isHalfOpen = false;
            halfOpen.remove(visit.address, visit);
        }
    }

    /** It has been refused, or its media is over, and it is still connected. */
    synchronized void settled(TrackedConnection visit) {
        if (!visit.isHalfOpen && !visit.hasLeft) {
            visit.isHalfOpen = true;
            halfOpen.add(visit.address, visit);
        }
    }

    /** A connection has gone; the first time counts. */
    synchronized void leave(TrackedConnection visit, CloseReason why) {
        if (visit.hasLeft) {
            return;
        }
        opened(visit);
        visit.hasLeft = true;
        active--;
        closed.merge(why, 1L, Long::sum);
        if (visit.isCounted) {
            addresses.computeIfPresent(visit.address, (address, all) -> all == 1 ? null : all - 1);
        }
    }

    private void count(TrackedConnection visit) {
        if (visit.isLimited) {
            visit.isCounted = true;
            addresses.merge(visit.address, 1, Integer::sum);
        }
    }

    /** A connection that was reset before it was accepted. */
    synchronized void wasReset() {
        accepted++;
        closed.merge(CloseReason.NOTHING_WANTED, 1L, Long::sum);
    }

    /** The counters so far. */
    public synchronized ConnectionCounters counters(long refusedUnasked) {
        return new ConnectionCounters(accepted, active, closed, refusedUnasked);
    }
}
