package io.parley.ejb.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts events per key in the minute that began with the first one. Knows the last 4096 of them. Thread-safe. */
final class PerMinuteRateLimiter {

    private static final int KNOWN = 4_096;
    private static final long MINUTE = 60_000;

    private record Count(long since, int times) {}

    private final Map<String, Count> counts = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > KNOWN;
        }
    };

    /**
     * Counts once more.
     *
     * @param now milliseconds
     * @return false, and not counted, when it was so often already; 0 is no limit
     */
    synchronized boolean take(String who, int most, long now) {
        Count count = counts.get(who);
        int before = times(count, now);
        if (most > 0 && before >= most) {
            return false;
        }
        counts.put(who, new Count(before == 0 || count == null ? now : count.since(), before + 1));
        return true;
    }

    /** Tells whether the limit is reached, without counting; 0 is no limit. */
    synchronized boolean isFull(String who, int most, long now) {
        return most > 0 && times(counts.get(who), now) >= most;
    }

    private static int times(@Nullable Count count, long now) {
        return count == null || now - count.since() >= MINUTE ? 0 : count.times();
    }
}
