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
    CloseReason arrive(TrackedConnection connection) {
        TrackedConnection oldest = null;
        synchronized (this) {
            accepted++;
            active++;
            Limit reached = ofAddress(connection);
            if (reached == null) {
                reached = ofAll();
            }
            if (reached != null) {
                oldest = reached.oldest();
                leave(oldest == null ? connection : oldest, reached.reason());
                if (oldest == null) {
                    return reached.reason();
                }
            }
            settled(connection);
            count(connection);
        }
        cut(oldest);
        return null;
    }

    /** A proxy's connection is this client's from here on; or the reason why there is no room, and it remains the proxy's. */
    @Nullable
    CloseReason belongs(TrackedConnection connection, long client) {
        TrackedConnection oldest = null;
        synchronized (this) {
            if (connection.hasLeft) {
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
            boolean moves = connection.isHalfOpen;
            opened(connection);
            connection.address = client;
            connection.isLimited = true;
            if (moves) {
                settled(connection);
            }
            count(connection);
        }
        cut(oldest);
        return null;
    }

    private @Nullable Limit ofAddress(TrackedConnection connection) {
        return connection.isLimited ? ofAddress(connection.address) : null;
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
    synchronized void opened(TrackedConnection connection) {
        if (connection.isHalfOpen) {
            connection.isHalfOpen = false;
            halfOpen.remove(connection.address, connection);
        }
    }

    /** It has been refused, or its media is over, and it is still connected. */
    synchronized void settled(TrackedConnection connection) {
        if (!connection.isHalfOpen && !connection.hasLeft) {
            connection.isHalfOpen = true;
            halfOpen.add(connection.address, connection);
        }
    }

    /** A connection has gone; the first time counts. */
    synchronized void leave(TrackedConnection connection, CloseReason why) {
        if (connection.hasLeft) {
            return;
        }
        opened(connection);
        connection.hasLeft = true;
        active--;
        closed.merge(why, 1L, Long::sum);
        if (connection.isCounted) {
            addresses.computeIfPresent(connection.address, (address, all) -> all == 1 ? null : all - 1);
        }
    }

    private void count(TrackedConnection connection) {
        if (connection.isLimited) {
            connection.isCounted = true;
            addresses.merge(connection.address, 1, Integer::sum);
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
