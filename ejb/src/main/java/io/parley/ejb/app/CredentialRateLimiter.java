package io.parley.ejb.app;

import io.parley.persistence.app.AddressRange;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.ratelimit.FixedWindowRateLimiter;
import io.parley.ratelimit.FixedWindowRateLimiter.Overflow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bad tokens and bad resume keys of each client address in a minute, on this server. An address that has sent too many is refused
 * unread for the rest of the minute: without cryptography and without the database. Tokens and keys are counted apart, so that a flood
 * of bad tokens keeps nobody behind the same address from coming back to a call. Safe from any thread.
 */
@ApplicationScoped
public class CredentialRateLimiter {

    /** The kinds of credentials, each counted apart. */
    public enum Credential {
        TOKEN,
        RESUME_KEY
    }

    /** Addresses that are counted at a time, for each kind. With one more, that is forgotten whose minute began first. */
    private static final int MOST_ADDRESSES = 4_096;

    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    private final Map<Credential, FixedWindowRateLimiter<String>> bad = new EnumMap<>(Credential.class);

    private final Clock clock;
    private final int badTokens;
    private final int badResumeKeys;

    @Inject
    public CredentialRateLimiter(
            Clock clock,
            @ConfigProperty(name = "parley.bad-tokens-per-minute", defaultValue = "60") int badTokens,
            @ConfigProperty(name = "parley.bad-resume-keys-per-minute", defaultValue = "60") int badResumeKeys) {
        this.clock = clock;
        this.badTokens = badTokens;
        this.badResumeKeys = badResumeKeys;
        for (Credential each : Credential.values()) {
            bad.put(each, new FixedWindowRateLimiter<>(MINUTE, MOST_ADDRESSES, Overflow.EVICT_OLDEST));
        }
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected CredentialRateLimiter() {
        this(null, 0, 0);
    }

    /** Refuses with {@link Refusal#TOO_MANY} an address whose bad ones were too many. */
    public void requireFew(Credential credential, String address) {
        if (bad(credential).isFull(AddressRange.client(address), most(credential), now())) {
            throw new Refused(Refusal.TOO_MANY);
        }
    }

    /** Counts a bad one. */
    public void failed(Credential credential, String address) {
        bad(credential).take(AddressRange.client(address), most(credential), now());
    }

    private FixedWindowRateLimiter<String> bad(Credential credential) {
        return Objects.requireNonNull(bad.get(credential));
    }

    private int most(Credential credential) {
        return credential == Credential.TOKEN ? badTokens : badResumeKeys;
    }

    private long now() {
        return clock.instant().toEpochMilli();
    }
}
