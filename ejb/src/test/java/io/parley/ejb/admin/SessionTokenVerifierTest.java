package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.parley.ejb.TestClock;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.admin.ServerKeys;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTokenVerifierTest {

    private static final Instant NOW = new TestClock().instant();

    private final KeyPair known = pair();
    private final KeyPair another = pair();
    private final List<Map.Entry<String, KeyPair>> stored = new ArrayList<>(List.of(Map.entry("k1", known)));
    private final AtomicInteger reads = new AtomicInteger();
    private final TestClock clock = new TestClock();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch database = new CountDownLatch(0);
    private SessionTokenVerifier verifier;

    @BeforeEach
    void serverWithOneKey() {
        verifier = new SessionTokenVerifier(
                life -> {
                    if (reads.incrementAndGet() == 2) {
                        asked.countDown();
                    }
                    await(database);
                    return stored.stream()
                            .map(each -> new ServerKeys.PublicKey(
                                    each.getKey(), each.getValue().getPublic().getEncoded()))
                            .toList();
                },
                clock);
    }

    @Test
    void aTokenOfThisServerIsThePersonItNames() throws JOSEException {
        SessionToken token =
                verifier.verify(signed("k1", known, claims -> claims)).orElseThrow();
        assertThat(token.getName()).isEqualTo("anna");
        assertThat(token.getGroups()).containsExactlyInAnyOrder("operator", "auditor");
        assertThat(token.getTokenID()).isEqualTo("session-1");
        assertThat(token.getIssuer()).isEqualTo("parley");
        assertThat(token.getExpirationTime()).isEqualTo(NOW.plusSeconds(60).getEpochSecond());
        assertThat(token.identity()).isEmpty();
    }

    @Test
    void aPersonOfTheIdentityProviderIsKnownByIssuerAndSubject() throws JOSEException {
        SessionToken token = verifier.verify(signed("k1", known, claims -> claims.claim("provider_iss", "https://idp")
                        .claim("provider_sub", "42")))
                .orElseThrow();
        assertThat(token.identity()).contains(new AdminSession.Identity("https://idp", "42"));
    }

    @Test
    void clocksMayDifferByFiveSeconds() throws JOSEException {
        String token = signed("k1", known, claims -> claims);
        clock.goOn(Duration.ofSeconds(64));
        assertThat(verifier.verify(token)).isPresent();
        clock.goOn(Duration.ofSeconds(2));
        assertThat(verifier.verify(token)).isEmpty();
    }

    @Test
    void whatIsNotSignedByAKeyOfThisServerIsNoToken() throws JOSEException {
        assertThat(verifier.verify(signed("k1", another, claims -> claims))).isEmpty();
        assertThat(verifier.verify(signed("k2", another, claims -> claims))).isEmpty();
        assertThat(verifier.verify(signed(null, known, claims -> claims))).isEmpty();
        assertThat(verifier.verify(new PlainJWT(claims().build()).serialize())).isEmpty();
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
        mac.sign(new MACSigner(known.getPublic().getEncoded()));
        assertThat(verifier.verify(mac.serialize())).isEmpty();
        assertThat(verifier.verify("")).isEmpty();
        assertThat(verifier.verify("a.b.c")).isEmpty();
    }

    @Test
    void aTokenOfAnotherIssuerOrWithoutWhatIsNeededIsNoToken() throws JOSEException {
        assertThat(verifier.verify(signed("k1", known, claims -> claims.issuer("somebody"))))
                .isEmpty();
        for (String needed : List.of("upn", "groups", "jti", "exp", "iat")) {
            assertThat(verifier.verify(signed("k1", known, claims -> claims.claim(needed, null))))
                    .as(needed)
                    .isEmpty();
        }
    }

    @Test
    void aKeyThatAnotherNodeHasMadeIsReadWhenItsFirstTokenComes() throws JOSEException {
        assertThat(verifier.verify(signed("k1", known, claims -> claims))).isPresent();
        stored.add(Map.entry("k2", another));
        clock.goOn(Duration.ofSeconds(11));
        assertThat(verifier.verify(signed("k2", another, claims -> claims))).isPresent();
    }

    @Test
    void strangersKeysCostAQuestionInTenSecondsAtMost() throws JOSEException {
        for (int i = 0; i < 100; i++) {
            verifier.verify(signed("stranger-" + i, another, claims -> claims));
        }
        assertThat(reads).hasValue(1);
        clock.goOn(Duration.ofSeconds(10));
        verifier.verify(signed("stranger", another, claims -> claims));
        assertThat(reads).hasValue(2);
    }

    @Test
    void whileTheKeysAreReadAgainThoseThatAreKnownCount() throws Exception {
        assertThat(verifier.verify(signed("k1", known, claims -> claims))).isPresent();
        clock.goOn(Duration.ofSeconds(11));
        database = new CountDownLatch(1);
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> verify("stranger-1"));
        asked.await();

        assertThat(verify("stranger-2")).as("waits for nobody").isFalse();
        assertThat(verifier.verify(signed("k1", known, claims -> claims))).isPresent();

        database.countDown();
        assertThat(first.join()).isFalse();
        assertThat(reads).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean verify(String kid) {
        try {
            return verifier.verify(signed(kid, another, claims -> claims)).isPresent();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("parley")
                .subject("anna")
                .claim("upn", "anna")
                .claim("groups", List.of("operator", "auditor"))
                .jwtID("session-1")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static String signed(String kid, KeyPair key, UnaryOperator<JWTClaimsSet.Builder> change)
            throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(),
                change.apply(claims()).build());
        token.sign(new RSASSASigner(key.getPrivate()));
        return token.serialize();
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
