package io.parley.persistence.record;

import org.jspecify.annotations.Nullable;

/**
 * Which rows of a {@link CurrentList}, in which order, which page.
 *
 * @param text rows in which any column that is searched has it, whatever the case of letters; null for all
 * @param sort a name that the list knows; null for its usual order
 * @param ascending null for what is usual for the order
 * @param cursor where the page before ended, as that page said
 * @param limit rows of a page, 1 to {@value RecordFilter#MAX_READ}
 */
public record CurrentFilter(
        @Nullable String text,
        @Nullable String sort,
        @Nullable Boolean ascending,
        @Nullable String cursor,
        int limit) {

    /** The first rows in the usual order. */
    public static CurrentFilter first(int limit) {
        return new CurrentFilter(null, null, null, null, limit);
    }

    /** All rows, as many at a time as can be read. */
    public CurrentFilter after(@Nullable String newCursor) {
        return new CurrentFilter(text, sort, ascending, newCursor, RecordFilter.MAX_READ);
    }
}
