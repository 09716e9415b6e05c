package io.parley.ejb.admin;

import io.parley.persistence.app.AddressRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing passwords slow without locking an account. A try belongs to a device that has signed in before ({@link DeviceCookies}),
 * to a name that has signed in from this address before, or to an unknown client. Each device and each name at an address waits longer
 * after each wrong password; an unknown client besides shares the tries of its address (/64 of IPv6), whatever names it tries, and those
 * of all unknown clients together. So wrong tries of others never make a known device wait.
 *
 * <p>A try counts as wrong from its beginning: guesses at the same time are guesses. Each server counts for itself. Thread-safe.
 * Entries are bounded: those of unknown clients by the tries they have together, the others by sign-ins that succeeded.
 */
@ApplicationScoped
public class SignInRateLimiter {

    /** No wait is longer. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** Wrong passwords are forgotten after this time without another one. */
    static final Duration MEMORY = Duration.ofMinutes(15);

    private static final int KNOWN = 10_000;

    /** A try that has begun, or has to wait first. */
    public record Attempt(
            String series,
            @Nullable String network,
            @Nullable String pair,
            Duration delay) {

        /** Tells whether the client has signed in before. */
        public boolean isKnown() {
            return network == null;
        }

        boolean mustWait() {
            return !delay.isZero();
        }
    }

    private record Wrong(int times, Instant last) {}

    private final Clock clock;
    private final int triesPerName;
    private final int triesPerAddress;
    private final Duration addressStep;
    private final int strangersPerMinute;
    private final Duration strangersStep;

    private final Map<String, Wrong> ofKnown = bounded(KNOWN);
    private final Map<String, Instant> knownPairs = bounded(KNOWN);
    private final Map<String, Wrong> ofUnknown;

    /** When an address has all its tries again. */
    private final Map<String, Instant> addresses;

    private Instant strangers = Instant.EPOCH;

    /**
     * @param triesPerName wrong passwords of one device, or of one name at one address, before waiting begins
     * @param triesPerAddress wrong passwords of unknown clients at one address before waiting begins
     * @param addressSeconds after how many seconds an address has another try
     * @param strangersPerMinute wrong passwords a minute of all unknown clients together
     */
    @Inject
    SignInRateLimiter(
            Clock clock,
            @ConfigProperty(name = "parley.sign-in.tries-per-name", defaultValue = "5") int triesPerName,
            @ConfigProperty(name = "parley.sign-in.tries-per-address", defaultValue = "30") int triesPerAddress,
            @ConfigProperty(name = "parley.sign-in.address-seconds", defaultValue = "20") int addressSeconds,
            @ConfigProperty(name = "parley.sign-in.unknown-per-minute", defaultValue = "60") int strangersPerMinute) {
        this.clock = clock;
        this.triesPerName = Math.max(1, triesPerName);
        this.triesPerAddress = Math.max(1, triesPerAddress);
        this.addressStep = Duration.ofSeconds(Math.max(1, addressSeconds));
        this.strangersPerMinute = Math.max(1, strangersPerMinute);
        this.strangersStep = Duration.ofMinutes(1).dividedBy(this.strangersPerMinute);
        // Unknown clients begin at most 16 times as many tries within MEMORY: none of those is ever pushed out.
        int unknown = Math.max(KNOWN, 32 * this.strangersPerMinute);
        ofUnknown = bounded(unknown);
        addresses = bounded(unknown);
    }

    /** For the container's proxy. */
    protected SignInRateLimiter() {
        this(Clock.systemUTC(), 1, 1, 1, 1);
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Begins a try, which is a wrong one unless {@link #right} or {@link #cancel} says otherwise; or says how long to wait.
     *
     * @param device the identity of a device that has signed in by this name before, empty for none
     */
    public synchronized Attempt begin(String name, String address, String device) {
        String network = network(address);
        String pair = name.toLowerCase(Locale.ROOT) + "\n" + network;
        boolean known = !device.isEmpty() || knownPairs.get(pair) != null;
        return count(device.isEmpty() ? pair : "device\n" + device, known ? null : network, pair);
    }

    /** Begins a try of an account that is signed in and confirms its password. */
    public synchronized Attempt beginSignedIn(String name) {
        return count("confirm\n" + name.toLowerCase(Locale.ROOT), null, null);
    }

    private Attempt count(String series, @Nullable String network, @Nullable String pair) {
        Instant now = clock.instant();
        Map<String, Wrong> counts = network == null ? ofKnown : ofUnknown;
        Duration wait = left(counts.get(series), now);
        if (network != null) {
            wait = longer(wait, left(tries(network), addressStep, triesPerAddress, now));
            wait = longer(wait, left(strangers, strangersStep, strangersPerMinute, now));
        }
        if (wait.isZero()) {
            Wrong before = counts.get(series);
            int times = before == null || before.last.plus(MEMORY).isBefore(now) ? 0 : before.times;
            counts.put(series, new Wrong(times + 1, now));
            if (network != null) {
                addresses.put(network, later(tries(network), now).plus(addressStep));
                strangers = later(strangers, now).plus(strangersStep);
            }
        }
        return new Attempt(series, network, pair, wait);
    }

    /** Entries of unknown clients. */
    synchronized int unknown() {
        return Math.max(ofUnknown.size(), addresses.size());
    }

    private Instant tries(String network) {
        return Objects.requireNonNullElse(addresses.get(network), Instant.EPOCH);
    }

    /** 1, 2, 4, ... seconds after the tries that are free. */
    private Duration left(@Nullable Wrong count, Instant now) {
        if (count == null || count.times < triesPerName) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(count.times - triesPerName, 16));
        return positive(Duration.between(now, count.last.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
    }

    /** Until another of so many tries is there. */
    private static Duration left(Instant full, Duration step, int most, Instant now) {
        return positive(Duration.between(now, later(full, now).plus(step).minus(step.multipliedBy(most))));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration positive(Duration some) {
        return some.isNegative() ? Duration.ZERO : some;
    }

    /** The password was right: its series is forgiven, of the shared tries only this one is, or one account would free a guesser. */
    public synchronized void right(Attempt attempt) {
        (attempt.isKnown() ? ofKnown : ofUnknown).remove(attempt.series);
        giveBack(attempt);
        if (attempt.pair != null) {
            ofUnknown.remove(attempt.pair);
            knownPairs.put(attempt.pair, clock.instant());
        }
    }

    /** The password was not looked at: the try does not count. */
    public synchronized void cancel(Attempt attempt) {
        (attempt.isKnown() ? ofKnown : ofUnknown)
                .computeIfPresent(
                        attempt.series,
                        (key, count) -> count.times <= 1 ? null : new Wrong(count.times - 1, count.last));
        giveBack(attempt);
    }

    private void giveBack(Attempt attempt) {
        if (attempt.network != null) {
            Instant now = clock.instant();
            addresses.computeIfPresent(attempt.network, (key, full) -> {
                Instant before = full.minus(addressStep);
                return before.isAfter(now) ? before : null;
            });
            strangers = strangers.minus(strangersStep);
        }
    }

    /** The addresses of one subscriber of the network: an IPv4 address, or a /64 of IPv6. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        return AddressRange.parse(plain + "/64")
                .map(AddressRange::text)
                .orElseGet(() -> Objects.requireNonNullElse(AddressRange.host(plain), plain));
    }
}
