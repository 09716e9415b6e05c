package io.parley.persistence.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A list of what happened: one table of facts or the audit, called {@code r}, over a range of time.
 *
 * @param time the column of a record's start
 * @param orders the expression of each order
 * @param conditions those that the list knows of a filter
 */
record HistorySource(
        String table, String time, String columns, Map<String, String> orders, Consumer<HistoryConditions> conditions)
        implements RecordSource {

    /** Ordering by anything but time reads the whole range; this keeps it bounded. */
    static final Duration LONGEST_SORTED = Duration.ofDays(93);

    private static final String TIME = "time";

    @Override
    public Set<String> sorts() {
        return orders.keySet();
    }

    @Override
    public String usualSort() {
        return TIME;
    }

    @Override
    public boolean isDescending(String sort) {
        return true;
    }

    @Override
    public String key() {
        return "id";
    }

    @Override
    public String sql(RecordFilter filter, Order order, Map<String, Object> parameters) {
        TimeRange range = Objects.requireNonNull(filter.range(), "a list of history has a range of time");
        if (!order.sort().equals(TIME)
                && Duration.between(range.from(), range.to()).compareTo(LONGEST_SORTED) > 0) {
            throw new Refused(Refusal.RANGE_TOO_LONG);
        }
        Cursor cursor = order.cursor();
        String expression = Objects.requireNonNull(orders.get(order.sort()), "checked before");
        StringBuilder sql =
                new StringBuilder(1024).append("select ").append(columns).append(", cast(");
        if (order.sort().equals("duration")) {
            // What goes on grows while one pages: it is measured at one moment, which travels with the cursor.
            String asOf = HistoryColumns.AS_OF;
            if (cursor != null) {
                asOf = "cast(:asOf as timestamptz)";
                parameters.put("asOf", cursor.moment());
                expression = expression.replace(HistoryColumns.AS_OF, asOf);
            }
            sql.append(expression).append(" as text) || '@' || cast(").append(asOf);
        } else {
            sql.append(expression);
        }
        sql.append(" as text) as sort_value from ").append(table).append(" r where ");
        sql.append(time).append(" >= :from and ").append(time).append(" < :to");
        parameters.put("from", range.from());
        parameters.put("to", range.to());
        if (filter.appId() == null) {
            sql.append(" and r.app_id is null");
        } else {
            sql.append(" and r.app_id = :app");
            parameters.put("app", filter.appId());
        }
        conditions.accept(new HistoryConditions(filter, sql, parameters));
        if (cursor != null) {
            sql.append(" and (").append(expression).append(", r.id)").append(order.beyond());
            sql.append("(cast(:value as ").append(type(order.sort())).append("), :id)");
            parameters.put("value", cursor.measure());
            parameters.put("id", cursor.number());
        }
        String direction = ' ' + order.direction();
        return sql.append(" order by ")
                .append(expression)
                .append(direction)
                .append(", r.id")
                .append(direction)
                .toString();
    }

    private static String type(String sort) {
        return switch (sort) {
            case TIME -> "timestamptz";
            case "duration" -> "interval";
            case "people", "bytes" -> "bigint";
            default -> "text";
        };
    }
}
