package io.parley.persistence.app;

/** The effect of a login where the same user is inside already. Stored by name: never rename one. */
public enum DuplicateLogin {
    /** The newer one stays, the older one is sent away. */
    REPLACE,
    /** The older one stays, the newer one is refused. */
    REFUSE
}
