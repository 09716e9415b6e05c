package io.parley.persistence.audit;

import java.sql.SQLException;

/** Tells a row that no database would take from a database that takes none for now. */
public final class UnstorableRow {

    /** The SQLSTATE of a row that breaks a rule, and of one without a partition, which will be made. */
    private static final String RULE = "23514";

    private UnstorableRow() {}

    /** Tells whether the database says that the row itself is wrong: SQLSTATE classes 22 and 23. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String state = each instanceof SQLException sql ? sql.getSQLState() : null;
            if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
                return !state.equals(RULE) || !String.valueOf(each.getMessage()).contains("no partition");
            }
        }
        return false;
    }
}
