package io.parley.ejb.admin;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.util.List;
import java.util.Set;

/** Roles of administrators. */
public final class Roles {

    /** Runs apps, their settings and the servers. */
    public static final String SYSTEM_ADMIN = "system-admin";

    /** Decides who may do what: accounts, roles, sessions, secrets. */
    public static final String SECURITY_ADMIN = "security-admin";

    /** Looks after live calls. */
    public static final String OPERATOR = "operator";

    /** Reads the records, and what the others did. */
    public static final String AUDITOR = "auditor";

    /** All, in the order in which people are shown them. */
    public static final List<String> ALL = List.of(SYSTEM_ADMIN, SECURITY_ADMIN, OPERATOR, AUDITOR);

    private Roles() {}

    /**
     * Refuses roles that one person must not hold together: running the system, granting rights and checking both are for three people
     * (the rule of three officers of graded protection). An operator may also run the system, but neither grants rights nor checks.
     */
    public static void requireSeparate(Set<String> roles) {
        if (roles.isEmpty() || !Set.copyOf(ALL).containsAll(roles)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "roles must be some of " + ALL);
        }
        if (roles.size() > 1 && !roles.equals(Set.of(SYSTEM_ADMIN, OPERATOR))) {
            throw new Refused(Refusal.ROLES_EXCLUSIVE);
        }
    }
}
