package io.parley.relay.connection;

import java.util.concurrent.TimeUnit;

/** So many in a second and no more. Takes the time from its caller, which has it anyway. Used by one thread. */
public final class PerSecondRateLimiter {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private long begin;
    private int count;

    /**
     * @param most in each second, which begins with the first one after the last second was over; 0 for no limit
     */
    public PerSecondRateLimiter(int most) {
        this.most = most;
    }

    /** Counts one; false when that is one too many. */
    public boolean allows(long nowNanos) {
        if (count == 0 || nowNanos - begin >= SECOND) {
            begin = nowNanos;
            count = 0;
        }
        return ++count <= most || most == 0;
    }
}
