package io.parley.persistence.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keyset pages of what is there now. */
@ApplicationScoped
public class CurrentRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /**
     * One page; row by row through the mapper.
     *
     * @param scope what the list's condition asks for, by name
     */
    public <T> Page<T> page(
            CurrentList list, Map<String, Object> scope, CurrentFilter filter, Function<ResultRow, T> mapper) {
        int limit = Math.max(1, Math.min(filter.limit(), RecordFilter.MAX_READ));
        Map<String, Object> parameters = new TreeMap<>(scope);
        Query query =
                em.createNativeQuery(sql(list, filter, parameters), Tuple.class).setMaxResults(limit + 1);
        parameters.forEach(query::setParameter);
        List<Tuple> found = RecordRepository.rows(query);
        @Nullable String next = null;
        if (found.size() > limit) {
            Tuple last = found.get(limit - 1);
            next = new Cursor(
                            sort(list, filter), last.get("sort_value", String.class), last.get("row_key", String.class))
                    .text();
        }
        return new Page<>(
                found.stream().limit(limit).map(ResultRow::new).map(mapper).toList(), next);
    }

    private static String sort(CurrentList list, CurrentFilter filter) {
        String sort = filter.sort() == null ? list.usual : filter.sort();
        if (!list.orders.containsKey(sort)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "sort must be one of " + new TreeSet<>(list.orders.keySet()));
        }
        return sort;
    }

    private static String sql(CurrentList list, CurrentFilter filter, Map<String, Object> parameters) {
        String sort = sort(list, filter);
        boolean ascending = filter.ascending() == null ? !list.isDescending(sort) : filter.ascending();
        String direction = ascending ? " asc" : " desc";
        CurrentList.Order order = list.orders.getOrDefault(sort, new CurrentList.Order("", "", false));
        String key = "cast(l." + list.key + " as text)";
        StringBuilder sql = new StringBuilder(1024)
                .append("select l.*, cast(")
                .append(order.expression())
                .append(" as text) as sort_value, ")
                .append(key)
                .append(" as row_key from (")
                .append(list.rows)
                .append(") l where ")
                .append(list.condition);
        if (filter.text() != null) {
            sql.append(list.searched.stream()
                    .map(column -> "position(:text in lower(l." + column + ")) > 0")
                    .collect(Collectors.joining(" or ", " and (", ")")));
            parameters.put("text", filter.text().toLowerCase(Locale.ROOT));
        }
        if (filter.cursor() != null) {
            Cursor cursor = Cursor.parse(filter.cursor(), sort);
            sql.append(" and (")
                    .append(order.expression())
                    .append(", ")
                    .append(key)
                    .append(ascending ? ") > " : ") < ")
                    .append("(cast(:value as ")
                    .append(order.type())
                    .append("), :key)");
            parameters.put("value", cursor.value());
            parameters.put("key", cursor.id());
        }
        return sql.append(" order by ")
                .append(order.expression())
                .append(direction)
                .append(", ")
                .append(key)
                .append(direction)
                .toString();
    }
}
