package io.parley.wildfly;

import io.parley.ratelimit.FixedWindowRateLimiter;
import io.parley.ratelimit.FixedWindowRateLimiter.Overflow;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests of one address in a window of time, which begins with its first one. Addresses beyond a number share one window, so
 * that many of them cost no memory. The requests of an IPv6 address count for its /48 prefix too: whoever owns one, with its 65,536
 * networks, cannot take all windows, and newcomers need not share one because of it. Refused requests do not count, so an address that
 * sends too many takes nothing from its neighbours. Thread-safe.
 */
final class RequestRateLimiter {

    static final int WINDOW_SECONDS = 10;

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    private static final int MOST_ADDRESSES = 10_000;

    private final FixedWindowRateLimiter<AddressKey> addresses =
            new FixedWindowRateLimiter<>(WINDOW, MOST_ADDRESSES, Overflow.SHARE_ONE_WINDOW);

    /** As many prefixes as addresses at most: one is forgotten only when further addresses share a window already. */
    private final FixedWindowRateLimiter<AddressKey> prefixes =
            new FixedWindowRateLimiter<>(WINDOW, MOST_ADDRESSES, Overflow.EVICT_OLDEST);

    private final int perAddress;
    private final int perPrefix;
    private final LongSupplier clock;

    /**
     * @param perAddress requests of one address in a window, at least 1
     * @param perPrefix requests of one IPv6 /48 in a window, at least 1
     * @param clock nanoseconds of a clock that only goes forward
     */
    RequestRateLimiter(int perAddress, int perPrefix, LongSupplier clock) {
        this.perAddress = Math.max(1, perAddress);
        this.perPrefix = Math.max(1, perPrefix);
        this.clock = clock;
    }

    /**
     * Counts a request.
     *
     * @param prefix the /48 of an IPv6 address, null for IPv4
     * @return false if it is one too many
     */
    boolean admit(AddressKey address, @Nullable AddressKey prefix) {
        long now = clock.getAsLong();
        if (prefix != null && prefixes.isFull(prefix, perPrefix, now) || !addresses.take(address, perAddress, now)) {
            return false;
        }
        // Counted by address first: only what an address may send counts for its prefix.
        return prefix == null || prefixes.take(prefix, perPrefix, now);
    }
}
