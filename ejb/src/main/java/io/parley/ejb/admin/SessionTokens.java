package io.parley.ejb.admin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.admin.ServerKeys;
import io.parley.persistence.admin.SessionKeyConfigSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Date;
import java.util.List;

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
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(SessionKeyConfigSource.ISSUER)
                .subject(session.username())
                .claim("upn", session.username())
                .claim("groups", List.copyOf(session.roles()))
                .issueTime(Date.from(session.openedAt()))
                .expirationTime(Date.from(session.expiresAt()))
                .jwtID(session.id());
        AdminSession.Identity identity = session.identity();
        if (identity != null) {
            claims.claim(ISSUER_CLAIM, identity.issuer()).claim(SUBJECT_CLAIM, identity.subject());
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.kid())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims.build());
        try {
            token.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign", e);
        }
        return token.serialize();
    }
}
