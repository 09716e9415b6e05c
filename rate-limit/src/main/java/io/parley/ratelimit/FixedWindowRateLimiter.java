package io.parley.ratelimit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts events by key, each key in windows of its own ({@link FixedWindowCounter}). Thread-safe.
 *
 * <p>Memory is bounded: so many keys have a window at a time. Windows that are over make room first. What happens to one more key while
 * all windows run is the limiter's {@link Overflow}.
 */
public final class FixedWindowRateLimiter<K> {

    /** The treatment of one more key than there are windows for. */
    public enum Overflow {
        /** The key whose window began first loses it, and begins anew with its next event. A key is never refused for others. */
        EVICT_OLDEST,
        /** All further keys share one window. A key is never let off by others. */
        SHARE_ONE_WINDOW
    }

    private final long window;
    private final int maxKeys;
    private final Overflow overflow;

    /** Begun first, first: so those that are over stand at the head. */
    private final Map<K, FixedWindowCounter> counters = new LinkedHashMap<>();

    private final FixedWindowCounter shared;

    /**
     * @param window length of a window, in the unit of the times
     * @param maxKeys keys that have a window of their own at a time
     */
    public FixedWindowRateLimiter(long window, int maxKeys, Overflow overflow) {
        this.window = window;
        this.maxKeys = maxKeys;
        this.overflow = overflow;
        this.shared = new FixedWindowCounter(window);
    }

    /**
     * Counts one event of the key.
     *
     * @param limit events in a window, 0 for no limit
     * @return false, and not counted, if it is one too many
     */
    public synchronized boolean take(K key, int limit, long now) {
        if (limit <= 0) {
            return true;
        }
        FixedWindowCounter counter = counters.get(key);
        if (counter == null || counter.isOver(now)) {
            counter = begin(key, now);
        }
        return counter.take(limit, now);
    }

    /** True if the next event of the key would be one too many. Counts nothing. */
    public synchronized boolean isFull(K key, int limit, long now) {
        FixedWindowCounter counter = counters.get(key);
        if (counter == null && overflow == Overflow.SHARE_ONE_WINDOW && !hasRoom(now)) {
            counter = shared;
        }
        return counter != null && counter.isFull(limit, now);
    }

    private FixedWindowCounter begin(K key, long now) {
        // Removed first, so that it goes to the end.
        counters.remove(key);
        if (!hasRoom(now)) {
            if (overflow == Overflow.SHARE_ONE_WINDOW) {
                return shared;
            }
            removeOldest();
        }
        FixedWindowCounter counter = new FixedWindowCounter(window);
        counters.put(key, counter);
        return counter;
    }

    /** Drops the windows that are over; each is dropped once, so this costs a call little in the mean. */
    private boolean hasRoom(long now) {
        Iterator<FixedWindowCounter> oldest = counters.values().iterator();
        while (oldest.hasNext() && oldest.next().isOver(now)) {
            oldest.remove();
        }
        return counters.size() < maxKeys;
    }

    private void removeOldest() {
        Iterator<FixedWindowCounter> oldest = counters.values().iterator();
        oldest.next();
        oldest.remove();
    }

    /** Keys that are remembered. */
    synchronized int size() {
        return counters.size();
    }
}
