package io.parley.ejb.admin;

import io.parley.persistence.admin.ServerKeys;
import io.parley.persistence.admin.SessionKeyConfigSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Makes the MicroProfile JWT that console and REST ask for. */
@ApplicationScoped
public class SessionTokens {

    /** How long an administrator stays signed in. */
    public static final Duration LIFE = Duration.ofHours(8);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ServerKeys keys;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    public String issue(String username, Set<String> roles) {
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(SessionKeyConfigSource.ISSUER);
        claims.setSubject(username);
        claims.setStringClaim("upn", username);
        claims.setStringListClaim("groups", List.copyOf(roles));
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(LIFE).getEpochSecond()));
        claims.setGeneratedJwtId();
        ServerKeys.SessionKey key = keys.sessionKey();
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(key.kid());
        signature.setHeader("typ", "JWT");
        signature.setKey(key.privateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }
}
