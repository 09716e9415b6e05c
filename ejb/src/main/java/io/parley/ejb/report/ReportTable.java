package io.parley.ejb.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report's answer.
 *
 * @param rows a value for each column: {@code OffsetDateTime} in the viewer's zone, {@code String}, {@code Long} for counts,
 *     {@code Double} for all else; null where there is nothing to say, as the share of no tries
 */
public record ReportTable(ReportKind kind, List<Column> columns, List<List<@Nullable Object>> rows) {

    /** @param key stable, for translation */
    public record Column(String key, ColumnKind kind) {}

    /** Type of a column's values. */
    public enum ColumnKind {
        /** When a step begins. */
        TIME,
        TEXT,
        COUNT,
        /** Minutes to the thousandth. */
        MINUTES,
        /** From 0 to 1. */
        SHARE,
        /** A mean in the column's own unit. */
        NUMBER,
        /** A mean in milliseconds. */
        MS
    }
}
