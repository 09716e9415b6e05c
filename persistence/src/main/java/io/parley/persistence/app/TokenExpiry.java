package io.parley.persistence.app;

/** The effect of an expired token on its stay. Stored by name: never rename one. */
public enum TokenExpiry {
    /** It goes on; only something new is refused. */
    WARN,
    /** It ends. */
    END
}
