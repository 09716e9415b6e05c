package io.parley.ejb.admin;

/** What administrators may be. */
public final class Roles {

    /** Runs apps, secrets and settings. */
    public static final String SYSTEM_ADMIN = "system-admin";

    /** Looks after live calls. */
    public static final String OPERATOR = "operator";

    /** Reads the records. */
    public static final String AUDITOR = "auditor";

    private Roles() {}
}
