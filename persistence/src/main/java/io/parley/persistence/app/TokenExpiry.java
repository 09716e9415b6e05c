package io.parley.persistence.app;

/** What becomes of a stay whose token has expired. Stored by name: never rename one. */
public enum TokenExpiry {
    /** It goes on; only something new is refused. */
    WARN,
    /** It ends. */
    END
}
