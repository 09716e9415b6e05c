package io.parley.relay.connection;

import java.util.concurrent.TimeUnit;

/**
 * The mean bitrate of the last ten seconds, looked at now and then. A burst may be as long as its bytes fit into ten seconds at
 * the limit. Used by one thread.
 */
public final class MeanBitrate {

    private static final int SECONDS = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int mostKbits;
    private final long[] times = new long[SECONDS + 1];
    private final long[] totals = new long[SECONDS + 1];
    private int newest;
    private int kept;

    /**
     * @param mostKbits kilobits per second; 0 for no limit
     */
    public MeanBitrate(int mostKbits) {
        this.mostKbits = mostKbits;
    }

    /**
     * @param totalBytes everything that came since the beginning
     */
    public boolean isExceeded(long totalBytes, long nowNanos) {
        if (mostKbits == 0) {
            return false;
        }
        if (kept == 0 || nowNanos - times[newest] >= SECOND) {
            newest = (newest + 1) % times.length;
            times[newest] = nowNanos;
            // What came before the first look is the first second's.
            totals[newest] = kept == 0 ? 0 : totalBytes;
            kept = Math.min(kept + 1, times.length);
        }
        while (kept > 1 && nowNanos - times[at(1)] >= SECONDS * SECOND) {
            kept--;
        }
        double seconds = Math.max(SECONDS, (nowNanos - times[at(0)]) / (double) SECOND);
        return (totalBytes - totals[at(0)]) * 8 > mostKbits * 1000.0 * seconds;
    }

    /** Counted from the oldest look that is kept: the youngest that is ten seconds old, if there is one. */
    private int at(int look) {
        return (newest + times.length - kept + 1 + look) % times.length;
    }
}
