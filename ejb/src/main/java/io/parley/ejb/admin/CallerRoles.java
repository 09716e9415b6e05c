package io.parley.ejb.admin;

import io.parley.ejb.audit.RequestOrigin;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/** Compares the roles of the request's administrator with those that a service requires. */
@ApplicationScoped
public class CallerRoles {

    private final RequestOrigin origin;

    @Inject
    public CallerRoles(RequestOrigin origin) {
        this.origin = origin;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected CallerRoles() {
        this(null);
    }

    /** Refuses with {@code ROLE_MISSING} unless the administrator has one of these roles. */
    public void requireAny(Collection<String> allowed) {
        if (Collections.disjoint(held(), allowed)) {
            throw new Refused(Refusal.ROLE_MISSING);
        }
    }

    private Set<String> held() {
        try {
            return origin.roles();
        } catch (ContextNotActiveException e) {
            return Set.of(); // no request, so no administrator
        }
    }
}
