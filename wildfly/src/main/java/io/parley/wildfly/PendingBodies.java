package io.parley.wildfly;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request bodies that are being received, by address. When there is no room for another one, the address with the most of them loses
 * its oldest: a stranger with many slow requests pushes out its own. Thread-safe.
 */
final class PendingBodies {

    private final int most;
    private final Map<AddressKey, LinkedHashSet<RequestBody>> byAddress = new LinkedHashMap<>();
    private int count;

    /** @param most bodies that may be received at a time */
    PendingBodies(int most) {
        this.most = most;
    }

    /** Adds a body; returns the one that has to give way, which may be the same, or null. */
    synchronized @Nullable RequestBody add(RequestBody body) {
        byAddress.computeIfAbsent(body.address(), key -> new LinkedHashSet<>()).add(body);
        count++;
        if (count <= most) {
            return null;
        }
        LinkedHashSet<RequestBody> largest = byAddress.values().stream()
                .max((one, other) -> Integer.compare(one.size(), other.size()))
                .orElseThrow();
        RequestBody oldest = largest.iterator().next();
        remove(oldest);
        return oldest;
    }

    synchronized void remove(RequestBody body) {
        LinkedHashSet<RequestBody> bodies = byAddress.get(body.address());
        if (bodies != null && bodies.remove(body)) {
            count--;
            if (bodies.isEmpty()) {
                byAddress.remove(body.address());
            }
        }
    }

    synchronized int count() {
        return count;
    }
}
