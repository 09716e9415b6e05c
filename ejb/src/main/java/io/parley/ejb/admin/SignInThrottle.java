package io.parley.ejb.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes guessing passwords slow without locking anybody out: after some wrong ones, whoever guesses has to wait longer and longer.
 * The wait is that of one name from one address; an address from which many were wrong makes wait for each name after its first
 * wrong one. So a stranger keeps no administrator from signing in, neither from elsewhere nor from the same address, which may be
 * that of a proxy. A try counts as wrong from its beginning: guesses at the same time are guesses. Each server counts for itself.
 */
@ApplicationScoped
public class SignInThrottle {

    /** Wrong passwords for one name from one address before waiting begins. */
    static final int FREE_FOR_NAME = 5;

    /** Wrong passwords from one address, for whatever names, before waiting begins. */
    static final int FREE_FOR_ADDRESS = 30;

    /** No wait is longer. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** Forgotten after so long without another wrong one. */
    static final Duration MEMORY = Duration.ofMinutes(15);

    private static final int KNOWN = 10_000;

    private record Wrong(int times, Instant last) {}

    private final Map<String, Wrong> wrong = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
            return size() > KNOWN;
        }
    };

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    SignInThrottle() {}

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /**
     * Begins a try. It is a wrong one unless {@link #right} says otherwise.
     *
     * @return how long to wait before a try counts; empty when this one does
     */
    public synchronized Optional<Duration> begin(String name, String address) {
        Wrong ofName = wrong.get(both(name, address));
        Duration wait = left(ofName, FREE_FOR_NAME);
        if (ofName != null) {
            wait = max(wait, left(wrong.get(address), FREE_FOR_ADDRESS));
        }
        if (wait.isZero()) {
            count(both(name, address));
            count(address);
            return Optional.empty();
        }
        return Optional.of(wait);
    }

    private Duration left(@org.jspecify.annotations.Nullable Wrong count, int free) {
        if (count == null || count.times < free) {
            return Duration.ZERO;
        }
        // 1, 2, 4, ... seconds
        Duration wait = Duration.ofSeconds(1L << Math.min(count.times - free, 16));
        Duration left =
                Duration.between(clock.instant(), count.last.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private void count(String key) {
        Instant now = clock.instant();
        Wrong before = wrong.get(key);
        int times = before == null || before.last.plus(MEMORY).isBefore(now) ? 0 : before.times;
        wrong.put(key, new Wrong(times + 1, now));
    }

    /** The name is forgiven; of the address only this try is, or one good password would free a guesser. */
    public synchronized void right(String name, String address) {
        wrong.remove(both(name, address));
        wrong.computeIfPresent(
                address, (key, count) -> count.times <= 1 ? null : new Wrong(count.times - 1, count.last));
    }

    private static String both(String name, String address) {
        return name.toLowerCase(Locale.ROOT) + "\n" + address;
    }
}
