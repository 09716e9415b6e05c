package io.parley.persistence.rule;

/** The reasons for which PostgreSQL refuses a statement, by their SQLSTATE. */
enum RefusalState {
    /** unique_violation */
    UNIQUE("23505"),
    /** foreign_key_violation */
    FOREIGN_KEY("23503"),
    /** check_violation; also a row for which there is no partition */
    CHECK("23514"),
    /** not_null_violation */
    NOT_NULL("23502"),
    /** insufficient_privilege; the triggers of history say the same */
    PRIVILEGE("42501"),
    /** lock_not_available */
    LOCKED("55P03");

    private final String code;

    RefusalState(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
