package io.parley.relay.connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The half-open connections by address, oldest first, and which address has the most of them. Every change and question takes
 * constant time. Remembers an address only while it has such a connection. Not thread-safe.
 */
final class HalfOpenConnections {

    private static final class OfAddress {
        private final Set<TrackedConnection> connections = new LinkedHashSet<>();
    }

    private final Map<Long, OfAddress> addresses = new HashMap<>();

    /** At index n the addresses with n connections; of equals the first is the one that has had so many for longest. */
    private final List<Set<OfAddress>> bySize = new ArrayList<>();

    private int all;
    private int largest;

    HalfOpenConnections() {
        bySize.add(new LinkedHashSet<>());
    }

    void add(long address, TrackedConnection connection) {
        OfAddress of = addresses.computeIfAbsent(address, key -> new OfAddress());
        of.connections.add(connection);
        all++;
        moved(of, of.connections.size() - 1);
    }

    /** Does nothing for one that is not there. */
    void remove(long address, TrackedConnection connection) {
        OfAddress of = addresses.get(address);
        if (of == null || !of.connections.remove(connection)) {
            return;
        }
        all--;
        if (of.connections.isEmpty()) {
            addresses.remove(address);
        }
        moved(of, of.connections.size() + 1);
    }

    private void moved(OfAddress of, int oldSize) {
        int size = of.connections.size();
        bySize.get(oldSize).remove(of);
        if (size == bySize.size()) {
            bySize.add(new LinkedHashSet<>());
        }
        if (size > 0) {
            bySize.get(size).add(of);
        }
        if (size > largest || size == largest - 1 && bySize.get(largest).isEmpty()) {
            largest = size;
        }
    }

    int all() {
        return all;
    }

    int of(long address) {
        OfAddress of = addresses.get(address);
        return of == null ? 0 : of.connections.size();
    }

    /** The oldest of this address; null when it has none. */
    @Nullable
    TrackedConnection oldestOf(long address) {
        OfAddress of = addresses.get(address);
        return of == null ? null : of.connections.iterator().next();
    }

    /** The oldest of the address that has the most; null when there is none at all. */
    @Nullable
    TrackedConnection oldestOfLargest() {
        return largest == 0
                ? null
                : bySize.get(largest).iterator().next().connections.iterator().next();
    }
}
