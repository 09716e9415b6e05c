package io.parley.ejb.admin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.parley.persistence.admin.ServerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens of console and REST: RS256 by a key of this server, its issuer, its time, the claims that MicroProfile JWT wants.
 * Whether the token's session is still open is another question: {@link AdminSessions#isOpen}. Thread-safe.
 */
@ApplicationScoped
public class SessionTokenVerifier {

    /** Clocks of two nodes may differ by so much. */
    private static final int SKEW_SECONDS = 5;

    private static final Set<String> REQUIRED = Set.of("upn", "groups", "jti", "exp", "iat");

    /** Strangers' tokens with keys that nobody knows cost a question to the database at most so often. */
    private static final Duration RELOAD_EVERY = Duration.ofSeconds(10);

    /** The keys, and what verifies with them: made once, used by every request. */
    private record Keys(JWKSet set, DefaultJWTProcessor<SecurityContext> processor, Instant readAt) {}

    /** Reads the keys that tokens of this life, in seconds, may be signed with. */
    private final LongFunction<List<ServerKeys.PublicKey>> source;

    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Keys keys;

    @Inject
    public SessionTokenVerifier(ServerKeys serverKeys, Clock clock) {
        this(serverKeys::sessionKeys, clock);
    }

    SessionTokenVerifier(LongFunction<List<ServerKeys.PublicKey>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected SessionTokenVerifier() {
        this(life -> List.of(), null);
    }

    /** The token, or empty when it is not one of this server's that is good now. */
    public Optional<SessionToken> verify(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            Keys known = keys(token.getHeader().getKeyID());
            return known == null
                    ? Optional.empty()
                    : Optional.of(new SessionToken(text, known.processor.process(token, null)));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(JWKSet known) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, new ImmutableJWKSet<>(known)));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        new JWTClaimsSet.Builder().issuer(SessionTokens.ISSUER).build(), REQUIRED) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    /** The keys, with this one among them; null when there is none of this name. */
    private @Nullable Keys keys(@Nullable String kid) {
        Keys current = keys;
        if (kid == null) {
            return null;
        }
        if (current == null || current.set.getKeyByKeyId(kid) == null) {
            current = reload();
        }
        return current.set.getKeyByKeyId(kid) == null ? null : current;
    }

    /**
     * Reads the keys again where that is due: another node may have made some. One thread reads; the others go on with those that are
     * known, and wait only while none is.
     */
    private Keys reload() {
        Keys current = keys;
        if (current == null) {
            reading.lock();
        } else if (!isDue(current) || !reading.tryLock()) {
            return current;
        }
        try {
            current = keys;
            if (current == null || isDue(current)) {
                current = read();
                keys = current;
            }
            return current;
        } finally {
            reading.unlock();
        }
    }

    private boolean isDue(Keys current) {
        return !clock.instant().isBefore(current.readAt.plus(RELOAD_EVERY));
    }

    private Keys read() {
        List<JWK> all = new ArrayList<>();
        for (ServerKeys.PublicKey key : source.apply(SessionTokens.LIFE.toSeconds())) {
            all.add(new RSAKey.Builder(rsa(key))
                    .keyID(key.kid())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build());
        }
        JWKSet set = new JWKSet(all);
        return new Keys(set, processor(set), clock.instant());
    }

    private static RSAPublicKey rsa(ServerKeys.PublicKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key.encoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("session key " + key.kid() + " cannot be read", e);
        }
    }
}
