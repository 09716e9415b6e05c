package io.parley.persistence.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.hibernate.exception.DataException;
import org.jspecify.annotations.Nullable;

/** Keyset pages of any list. */
@ApplicationScoped
public class RecordRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /**
     * One page; row by row through the mapper.
     *
     * @param moments those that conditions of lists name: {@code now}, and {@code seen}, when consoles that are open were seen last
     */
    public <T> Page<T> page(
            RecordList list,
            RecordFilter filter,
            PageRequest page,
            Map<String, Instant> moments,
            Function<ResultRow, T> mapper) {
        int limit = Math.max(1, Math.min(page.limit(), PageRequest.MAX_READ));
        Map<String, Object> parameters = new TreeMap<>(list.isHistory() ? Map.of() : moments);
        Query query = em.createNativeQuery(sql(list, filter, page, parameters), Tuple.class)
                .setMaxResults(limit + 1);
        parameters.forEach(query::setParameter);
        List<Tuple> found = rows(query);
        @Nullable String next = null;
        if (found.size() > limit) {
            Tuple last = found.get(limit - 1);
            next = new Cursor(
                            sort(list, page),
                            String.valueOf(last.get("sort_value")),
                            String.valueOf(last.get(list.source().key())))
                    .text();
        }
        return new Page<>(
                found.stream().limit(limit).map(ResultRow::new).map(mapper).toList(), next);
    }

    private static List<Tuple> rows(Query query) {
        try {
            @SuppressWarnings("unchecked")
            List<Tuple> rows = query.getResultList();
            return rows;
        } catch (DataException e) {
            // Only a cursor that somebody made up has values that are none of their column's.
            throw new Refused(Refusal.ARGUMENT_WRONG, Cursor.FOREIGN);
        }
    }

    private static String sort(RecordList list, PageRequest page) {
        String sort = page.sort() == null ? list.usualSort() : page.sort();
        if (!list.sorts().contains(sort)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "sort must be one of " + new TreeSet<>(list.sorts()));
        }
        return sort;
    }

    /** The statement of a page, for the database and for tests of its plan. */
    static String sql(RecordList list, RecordFilter filter, PageRequest page, Map<String, Object> parameters) {
        String sort = sort(list, page);
        boolean ascending = page.ascending() == null ? !list.isDescending(sort) : page.ascending();
        Cursor cursor = page.cursor() == null ? null : Cursor.parse(page.cursor(), sort);
        return list.source().sql(filter, new RecordSource.Order(sort, ascending, cursor), parameters);
    }
}
