package io.parley.persistence.record;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a list in the database: a statement for each page, and the orders that it knows. */
sealed interface RecordSource permits HistorySource, CurrentSource {

    /** Names of the orders. */
    Set<String> sorts();

    /** The order unless asked for otherwise. */
    String usualSort();

    /** Tells whether this order begins with the largest unless asked for otherwise. */
    boolean isDescending(String sort);

    /** The column that tells rows with the same sort value apart; the sort value itself is {@code sort_value}. */
    String key();

    /**
     * The statement of a page.
     *
     * @param order one of {@link #sorts}
     * @param parameters of the statement; it has the moments that conditions name, and gets the rest
     */
    String sql(RecordFilter filter, Order order, Map<String, Object> parameters);

    /** The order of a page and the row that it begins behind. */
    record Order(String sort, boolean ascending, @Nullable Cursor cursor) {

        String direction() {
            return ascending ? "asc" : "desc";
        }

        String beyond() {
            return ascending ? " > " : " < ";
        }
    }
}
