package io.parley.relay.hub;

/** Adds up the time in gaps between arrivals that were longer than they may be. One writer; readers see it a little old. */
final class ArrivalGaps {

    private static final long NEVER = Long.MIN_VALUE;

    private final long longest;
    private long last = NEVER;
    private long total;

    /** @param longest time between two arrivals that is no gap yet, in nanoseconds */
    ArrivalGaps(long longest) {
        this.longest = longest;
    }

    /** @param now monotonic nanoseconds */
    void arrived(long now) {
        total += gapUntil(now);
        last = now;
    }

    /** In milliseconds, with the gap that has not ended yet; 0 before the first arrival. */
    long totalMs(long now) {
        return (total + gapUntil(now)) / 1_000_000;
    }

    private long gapUntil(long now) {
        long since = last == NEVER ? 0 : now - last;
        return since > longest ? since : 0;
    }
}
