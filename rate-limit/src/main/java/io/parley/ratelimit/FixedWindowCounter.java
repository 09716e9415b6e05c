package io.parley.ratelimit;

/**
 * Counts the events of one source, such as a connection, in windows of time. A window begins with the first event after the last window
 * was over. Allocates nothing and takes the time from its caller, which has it anyway. Not thread-safe: used by one thread, or under a
 * lock of its owner.
 *
 * <p>Times are of one clock and in one unit, which is the caller's. A clock that is set back by a whole window or more begins a new one,
 * so that nobody waits longer than two windows.
 */
public final class FixedWindowCounter {

    private final long window;
    private long begin;
    private int count;

    /** @param window length of a window, in the unit of the times */
    public FixedWindowCounter(long window) {
        this.window = window;
    }

    /**
     * Counts one event.
     *
     * @param limit events in a window, 0 for no limit
     * @return false, and not counted, if it is one too many
     */
    public boolean take(int limit, long now) {
        if (limit <= 0) {
            return true;
        }
        if (isOver(now)) {
            begin = now;
            count = 0;
        }
        if (count >= limit) {
            return false;
        }
        count++;
        return true;
    }

    /** True if the next event would be one too many. Counts nothing. */
    public boolean isFull(int limit, long now) {
        return limit > 0 && count >= limit && !isOver(now);
    }

    boolean isOver(long now) {
        long passed = now - begin;
        return count == 0 || passed >= window || passed <= -window;
    }
}
