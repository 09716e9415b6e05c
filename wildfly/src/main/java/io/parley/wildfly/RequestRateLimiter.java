package io.parley.wildfly;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests one address may send in a window of time, counted anew in each. Addresses beyond a number share one count, so that
 * many of them cost no memory. Thread-safe.
 */
final class RequestRateLimiter {

    static final int WINDOW_SECONDS = 10;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    private static final int MOST_ADDRESSES = 10_000;
    private static final AddressKey OTHERS = new AddressKey("others");

    private final int most;
    private final LongSupplier clock;
    private final Map<AddressKey, Integer> counts = new HashMap<>();
    private long began;

    /**
     * @param most requests of one address in a window, at least 1
     * @param clock nanoseconds of a clock that only goes forward
     */
    RequestRateLimiter(int most, LongSupplier clock) {
        this.most = most;
        this.clock = clock;
        began = clock.getAsLong();
    }

    /** Counts a request. @return false if it is one too many */
    synchronized boolean admit(AddressKey address) {
        long now = clock.getAsLong();
        if (now - began >= WINDOW_NANOS) {
            began = now;
            counts.clear();
        }
        AddressKey counted = counts.size() < MOST_ADDRESSES || counts.containsKey(address) ? address : OTHERS;
        return counts.merge(counted, 1, Integer::sum) <= most;
    }
}
