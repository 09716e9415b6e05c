package io.parley.relay.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the refusals of each address in its minute, which begins with its first refusal. Remembers a fixed number of addresses and
 * forgets the one whose minute began first. Safe from any thread.
 */
final class RefusalRateLimiter {

    /** Addresses remembered: some 100 bytes each. */
    static final int MOST_ADDRESSES = 4096;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private static final class Minute {
        private final long begin;
        private int refusals;

        Minute(long begin) {
            this.begin = begin;
        }
    }

    private final int most;
    private final LongSupplier ticker;

    private final Map<Long, Minute> minutes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Minute> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /**
     * @param most refusals per address and minute
     * @param ticker monotonic nanoseconds
     */
    RefusalRateLimiter(int most, LongSupplier ticker) {
        this.most = most;
        this.ticker = ticker;
    }

    /** True when the address has to wait for the end of its minute. */
    synchronized boolean isSpent(long address) {
        Minute minute = minutes.get(address);
        return minute != null && !isOver(minute) && minute.refusals >= most;
    }

    synchronized void spend(long address) {
        Minute minute = minutes.get(address);
        if (minute == null || isOver(minute)) {
            // Removed first, so that it goes to the end.
            minutes.remove(address);
            minute = new Minute(ticker.getAsLong());
            minutes.put(address, minute);
        }
        minute.refusals++;
    }

    private boolean isOver(Minute minute) {
        return ticker.getAsLong() - minute.begin >= MINUTE;
    }

    synchronized int size() {
        return minutes.size();
    }
}
