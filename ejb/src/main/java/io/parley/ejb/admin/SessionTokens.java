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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Date;
import java.util.List;

/** Makes the MicroProfile JWT that console and REST ask for. */
@ApplicationScoped
public class SessionTokens {

    /** The issuer of tokens for console and REST. */
    static final String ISSUER = "parley";

    /** The longest time that an administrator stays signed in: a working day. */
    public static final Duration LIFE = Duration.ofHours(8);

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
                .issuer(ISSUER)
                .subject(session.username())
                .claim("upn", session.username())
                .claim("groups", List.copyOf(session.roles()))
                .issueTime(Date.from(session.openedAt()))
                .expirationTime(Date.from(session.expiresAt()))
                .jwtID(session.id());
        AdminSession.Identity identity = session.identity();
        if (identity != null) {
            claims.claim(SessionToken.PROVIDER_ISSUER, identity.issuer())
                    .claim(SessionToken.PROVIDER_SUBJECT, identity.subject());
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
