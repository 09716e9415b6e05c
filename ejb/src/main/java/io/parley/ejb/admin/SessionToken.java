package io.parley.ejb.admin;

import com.nimbusds.jwt.JWTClaimsSet;
import io.parley.persistence.admin.AdminSession;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** A verified token of console or REST, as MicroProfile JWT has it: the principal of its request. Immutable. */
public final class SessionToken implements JsonWebToken {

    /** Claims of a person that the identity provider knows. */
    static final String PROVIDER_ISSUER = "provider_iss";

    static final String PROVIDER_SUBJECT = "provider_sub";

    private final String raw;
    private final JWTClaimsSet claims;
    private final Set<String> groups;

    SessionToken(String raw, JWTClaimsSet claims) {
        this.raw = raw;
        this.claims = claims;
        groups = claims.getClaim(Claims.groups.name()) instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    @Override
    public String getName() {
        return String.valueOf(claims.getClaim(Claims.upn.name()));
    }

    @Override
    public String getRawToken() {
        return raw;
    }

    @Override
    public Set<String> getGroups() {
        return groups;
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.getClaims().keySet();
    }

    /** Times are seconds since 1970, as in the token. */
    @Override
    @SuppressWarnings("unchecked") // as the interface has it: the caller knows the claim's type
    public <T> @Nullable T getClaim(String name) {
        Object value = claims.getClaim(name);
        if (value instanceof Date date) {
            value = date.toInstant().getEpochSecond();
        } else if (Claims.groups.name().equals(name)) {
            value = groups;
        } else if (Claims.raw_token.name().equals(name)) {
            value = raw;
        }
        return (T) value;
    }

    /** The person as the enterprise's identity provider knows it; empty for a local account. */
    public Optional<AdminSession.Identity> identity() {
        return claims.getClaim(PROVIDER_ISSUER) instanceof String issuer
                        && claims.getClaim(PROVIDER_SUBJECT) instanceof String subject
                ? Optional.of(new AdminSession.Identity(issuer, subject))
                : Optional.empty();
    }
}
