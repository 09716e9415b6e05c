package io.parley.persistence.record;

import io.parley.persistence.id.CallId;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, and the order of its rows.
 *
 * @param sort a name that the list knows; null for its usual order
 * @param ascending null for the usual direction of the order
 * @param cursor the end of the page before, as that page said; null for the first page
 * @param limit rows of the page, 1 to {@value #MAX_READ}
 */
public record PageRequest(
        @Nullable String sort,
        @Nullable Boolean ascending,
        @Nullable String cursor,
        int limit) {

    /** Rows of a page unless asked for otherwise. */
    public static final int DEFAULT_ROWS = 50;

    /** The most rows of a page that is asked for. */
    public static final int MAX_ROWS = 200;

    /** The most rows that are read at a time: exports go through a list in larger steps. */
    public static final int MAX_READ = 2_000;

    /** The first page in the usual order. */
    public static PageRequest first() {
        return new PageRequest(null, null, null, DEFAULT_ROWS);
    }

    public PageRequest after(@Nullable String newCursor) {
        return new PageRequest(sort, ascending, newCursor, limit);
    }

    /** The page behind this call, in order of time. */
    public PageRequest afterCall(CallId call) {
        return after(new Cursor("time", call.openedAt().toString(), String.valueOf(call.roomSessionId())).text());
    }

    public PageRequest limitedTo(int rows) {
        return new PageRequest(sort, ascending, cursor, rows);
    }

    public PageRequest sortedBy(String newSort, boolean isAscending) {
        return new PageRequest(newSort, isAscending, cursor, limit);
    }
}
