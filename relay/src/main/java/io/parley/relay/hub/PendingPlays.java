package io.parley.relay.hub;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Players that came before their publisher, by stream key, and the keys that are being published. Safe from any thread. */
final class PendingPlays {

    private final Map<String, Set<AuthorizationRequest>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Integer> published = new ConcurrentHashMap<>();

    /**
     * Tells a request when a publication of its stream begins.
     *
     * @param orIsThere true to tell it also at once if there is one now
     */
    void enter(String key, AuthorizationRequest authorization, boolean orIsThere) {
        waiting.compute(key, (same, others) -> {
            Set<AuthorizationRequest> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(authorization);
            return all;
        });
        // After entering, so that a publication that begins meanwhile is seen by one of the two.
        if (orIsThere && published.containsKey(key)) {
            authorization.streamBegan();
        }
    }

    void leave(String key, AuthorizationRequest authorization) {
        waiting.computeIfPresent(key, (same, all) -> {
            all.remove(authorization);
            return all.isEmpty() ? null : all;
        });
    }

    void begun(String key) {
        published.merge(key, 1, Integer::sum);
        Set<AuthorizationRequest> all = waiting.get(key);
        if (all != null) {
            all.forEach(AuthorizationRequest::streamBegan);
        }
    }

    void ended(String key) {
        published.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && published.isEmpty();
    }
}
