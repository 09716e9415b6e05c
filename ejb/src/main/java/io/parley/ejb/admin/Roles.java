package io.parley.ejb.admin;

/** What administrators may be. */
public final class Roles {

    /** Runs apps, their settings and the server. */
    public static final String SYSTEM_ADMIN = "system-admin";

    /** Runs accounts, roles and secrets. */
    public static final String SECURITY_ADMIN = "security-admin";

    /** Looks after live calls. */
    public static final String OPERATOR = "operator";

    /** Reads the records. */
    public static final String AUDITOR = "auditor";

    private Roles() {}
}
