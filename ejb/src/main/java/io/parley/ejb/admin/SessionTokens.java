package io.parley.ejb.admin;

import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.admin.ServerKeys;
import io.parley.persistence.admin.SessionKeyConfigSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Makes the MicroProfile JWT that console and REST ask for. */
@ApplicationScoped
public class SessionTokens {

    /** The longest time that an administrator stays signed in. */
    public static final Duration LIFE = Duration.ofSeconds(SessionKeyConfigSource.TOKEN_LIFE_SECONDS);

    /** Claims of a person that the identity provider knows. */
    public static final String ISSUER_CLAIM = "provider_iss";

    public static final String SUBJECT_CLAIM = "provider_sub";

    private final ServerKeys keys;

    @Inject
    public SessionTokens(ServerKeys keys) {
        this.keys = keys;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SessionTokens() {
        this(null);
    }

    ServerKeys.SessionKey key() {
        return keys.sessionKey();
    }

    String issue(AdminSession session, ServerKeys.SessionKey key) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(SessionKeyConfigSource.ISSUER);
        claims.setSubject(session.username());
        claims.setStringClaim("upn", session.username());
        claims.setStringListClaim("groups", List.copyOf(session.roles()));
        claims.setIssuedAt(NumericDate.fromSeconds(session.openedAt().getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(session.expiresAt().getEpochSecond()));
        claims.setJwtId(session.id());
        AdminSession.Identity identity = session.identity();
        if (identity != null) {
            claims.setStringClaim(ISSUER_CLAIM, identity.issuer());
            claims.setStringClaim(SUBJECT_CLAIM, identity.subject());
        }
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
