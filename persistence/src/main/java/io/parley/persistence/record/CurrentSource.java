package io.parley.persistence.record;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A list of what is there now: a query without a time. No expression of an order is ever null, or pages would lose rows.
 *
 * @param rows the query; in the condition and the orders it is called {@code l}
 * @param condition of the rows that are shown; may name {@code :app}, {@code :now} and {@code :seen}
 * @param id the column that names a row
 * @param searched the columns in which a filter's text is looked for
 */
record CurrentSource(
        String rows,
        String condition,
        String id,
        List<String> searched,
        String usualSort,
        Map<String, Expression> orders)
        implements RecordSource {

    /**
     * The expression of an order.
     *
     * @param type in which a cursor's value is compared
     * @param descending unless asked for otherwise
     */
    record Expression(String sql, String type, boolean descending) {}

    @Override
    public Set<String> sorts() {
        return orders.keySet();
    }

    @Override
    public boolean isDescending(String sort) {
        Expression expression = orders.get(sort);
        return expression != null && expression.descending();
    }

    @Override
    public String key() {
        return "row_key";
    }

    @Override
    public String sql(RecordFilter filter, Order order, Map<String, Object> parameters) {
        if (filter.appId() != null) {
            parameters.put("app", filter.appId());
        }
        parameters.keySet().removeIf(name -> !condition.contains(":" + name));
        Expression expression = Objects.requireNonNull(orders.get(order.sort()), "checked before");
        String key = "cast(l." + id + " as text)";
        StringBuilder sql = new StringBuilder(1024)
                .append("select l.*, cast(")
                .append(expression.sql())
                .append(" as text) as sort_value, ")
                .append(key)
                .append(" as row_key from (")
                .append(rows)
                .append(") l where ")
                .append(condition);
        String text = filter.text();
        if (text != null) {
            sql.append(searched.stream()
                    .map(column -> "position(:text in lower(l." + column + ")) > 0")
                    .collect(Collectors.joining(" or ", " and (", ")")));
            parameters.put("text", text.toLowerCase(Locale.ROOT));
        }
        Cursor cursor = order.cursor();
        if (cursor != null) {
            sql.append(" and (")
                    .append(expression.sql())
                    .append(", ")
                    .append(key)
                    .append(')');
            sql.append(order.beyond());
            sql.append("(cast(:value as ").append(expression.type()).append("), :key)");
            parameters.put("value", cursor.value());
            parameters.put("key", cursor.id());
        }
        String direction = ' ' + order.direction();
        return sql.append(" order by ")
                .append(expression.sql())
                .append(direction)
                .append(", ")
                .append(key)
                .append(direction)
                .toString();
    }
}
