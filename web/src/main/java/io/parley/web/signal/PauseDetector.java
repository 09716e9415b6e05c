package io.parley.web.signal;

/**
 * When this server last could not hear its clients: its sweep came late, a message waited too long for a thread, or the node was not
 * ready. No stay ends as lost for silence of that time. Read and written by one thread.
 */
final class PauseDetector {

    private static final long SWEEP_MS = 1_000;

    private final long patienceMs;
    private long lastLook = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE / 2;

    /** @param patienceMs what a message may wait, and a sweep be late, without being a standstill */
    PauseDetector(long patienceMs) {
        this.patienceMs = patienceMs;
    }

    /**
     * Called at each sweep, about once a second.
     *
     * @param now milliseconds of the monotonic clock
     * @param oldestWaitMs how long the oldest message has waited for a thread
     * @param ready whether the node could let anybody in
     */
    void look(long now, long oldestWaitMs, boolean ready) {
        boolean late = lastLook != Long.MIN_VALUE && now - lastLook > SWEEP_MS + patienceMs;
        if (late || oldestWaitMs > patienceMs || !ready) {
            last = now;
        }
        lastLook = now;
    }

    /** The end of the last standstill seen, in milliseconds of the monotonic clock; long ago if there was none. */
    long last() {
        return last;
    }
}
