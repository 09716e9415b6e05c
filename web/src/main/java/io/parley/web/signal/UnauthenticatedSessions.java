package io.parley.web.signal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Connections without a login, by address. When there are too many, the address with the most of them loses its oldest, so that a
 * newcomer from elsewhere is always let in. Thread-safe.
 */
@ApplicationScoped
public class UnauthenticatedSessions {

    private final int most;
    private final Map<String, LinkedHashSet<SignalSession>> byAddress = new HashMap<>();
    private int count;

    /** @param most connections without a login at a time; the setting {@code parley.signal.half-open} */
    @Inject
    public UnauthenticatedSessions(@ConfigProperty(name = "parley.signal.half-open", defaultValue = "1000") int most) {
        this.most = most;
    }

    /** For the container's proxy. */
    protected UnauthenticatedSessions() {
        this(0);
    }

    /** Adds a connection; returns the one that has to go for it, or null. */
    synchronized @Nullable SignalSession add(SignalSession session) {
        byAddress
                .computeIfAbsent(session.network(), key -> new LinkedHashSet<>())
                .add(session);
        count++;
        if (count <= most) {
            return null;
        }
        SignalSession oldest = byAddress.values().stream()
                .max(Comparator.comparingInt(LinkedHashSet::size))
                .orElseThrow()
                .iterator()
                .next();
        remove(oldest);
        return oldest;
    }

    synchronized void remove(SignalSession session) {
        LinkedHashSet<SignalSession> sessions = byAddress.get(session.network());
        if (sessions != null && sessions.remove(session)) {
            count--;
            if (sessions.isEmpty()) {
                byAddress.remove(session.network());
            }
        }
    }

    /** All of them at this moment. */
    synchronized List<SignalSession> all() {
        List<SignalSession> all = new ArrayList<>(count);
        byAddress.values().forEach(all::addAll);
        return all;
    }
}
