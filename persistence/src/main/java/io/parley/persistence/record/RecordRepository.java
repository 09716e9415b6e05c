package io.parley.persistence.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hibernate.exception.DataException;
import org.jspecify.annotations.Nullable;

/** Keyset pages of any list of records. */
@ApplicationScoped
public class RecordRepository {

    /** Ordering by anything but time reads the whole range; this keeps it bounded. */
    public static final Duration LONGEST_SORTED = Duration.ofDays(93);

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** One page; row by row through the mapper. */
    public <T> Page<T> page(RecordList list, RecordFilter filter, Function<ResultRow, T> mapper) {
        int limit = Math.max(1, Math.min(filter.limit(), RecordFilter.MAX_READ));
        Map<String, Object> parameters = new TreeMap<>();
        Query query =
                em.createNativeQuery(sql(list, filter, parameters), Tuple.class).setMaxResults(limit + 1);
        parameters.forEach(query::setParameter);
        List<Tuple> found = rows(query);
        @Nullable String next = null;
        if (found.size() > limit) {
            Tuple last = found.get(limit - 1);
            next = new Cursor(filter.sort(), String.valueOf(last.get("sort_value")), String.valueOf(last.get("id")))
                    .text();
        }
        return new Page<>(
                found.stream().limit(limit).map(ResultRow::new).map(mapper).toList(), next);
    }

    static List<Tuple> rows(Query query) {
        try {
            @SuppressWarnings("unchecked")
            List<Tuple> rows = query.getResultList();
            return rows;
        } catch (DataException e) {
            // Only a cursor that somebody made up has values that are none of their column's.
            throw new Refused(Refusal.ARGUMENT_WRONG, Cursor.FOREIGN);
        }
    }

    /** The statement of a page, for the database and for tests of its plan. */
    static String sql(RecordList list, RecordFilter filter, Map<String, Object> parameters) {
        String order = list.sorts.get(filter.sort());
        if (order == null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "sort must be one of " + list.sorts());
        }
        boolean byTime = filter.sort().equals("time");
        if (!byTime && Duration.between(filter.from(), filter.to()).compareTo(LONGEST_SORTED) > 0) {
            throw new Refused(Refusal.RANGE_TOO_LONG);
        }
        @Nullable Cursor cursor = filter.cursor() == null ? null : Cursor.parse(filter.cursor(), filter.sort());
        StringBuilder sql =
                new StringBuilder(1024).append("select ").append(list.columns).append(", cast(");
        if (filter.sort().equals("duration")) {
            // What goes on grows while one pages: it is measured at one moment, which travels with the cursor.
            String asOf = RecordList.AS_OF;
            if (cursor != null) {
                asOf = "cast(:asOf as timestamptz)";
                parameters.put("asOf", cursor.moment());
                order = order.replace(RecordList.AS_OF, asOf);
            }
            sql.append(order).append(" as text) || '@' || cast(").append(asOf);
        } else {
            sql.append(order);
        }
        sql.append(" as text) as sort_value from ")
                .append(list.from)
                .append(" where ")
                .append(list.time)
                .append(" >= :from and ")
                .append(list.time)
                .append(" < :to");
        parameters.put("from", filter.from());
        parameters.put("to", filter.to());
        if (filter.appId() == null) {
            sql.append(" and r.app_id is null");
        } else {
            sql.append(" and r.app_id = :app");
            parameters.put("app", filter.appId());
        }
        conditions(list, filter, sql, parameters);
        String direction = filter.ascending() ? "asc" : "desc";
        if (cursor != null) {
            String type = type(filter.sort());
            String beyond = filter.ascending() ? " > " : " < ";
            sql.append(" and (")
                    .append(order)
                    .append(", r.id)")
                    .append(beyond)
                    .append("(cast(:value as ")
                    .append(type)
                    .append("), :id)");
            parameters.put("value", cursor.measure());
            parameters.put("id", cursor.number());
        }
        return sql.append(" order by ")
                .append(order)
                .append(' ')
                .append(direction)
                .append(", r.id ")
                .append(direction)
                .toString();
    }

    private static String type(String sort) {
        return switch (sort) {
            case "time" -> "timestamptz";
            case "duration" -> "interval";
            case "people", "bytes" -> "bigint";
            default -> "text";
        };
    }

    private static void conditions(
            RecordList list, RecordFilter filter, StringBuilder sql, Map<String, Object> parameters) {
        if (list == RecordList.QUALITY) {
            ofMedia(filter, sql, parameters);
            return;
        }
        if (list == RecordList.REFUSALS) {
            sql.append(" and r.outcome = 'REFUSED'");
        }
        equal(sql, parameters, "r.room_id", "room", filter.room());
        equal(sql, parameters, list.reason, "reason", filter.reason());
        if (list.isAudit()) {
            equal(sql, parameters, "r.action", "action", filter.action());
            equal(sql, parameters, "r.actor_id", "actor", filter.actor());
        }
        if (list == RecordList.CALLS) {
            within(sql, parameters, "participation", "joined_at", "user_id", "user", filter.user());
            within(sql, parameters, "publication", "started_at", "stream_id", "stream", filter.stream());
        } else {
            equal(sql, parameters, "r.user_id", "user", filter.user());
            if (list != RecordList.STAYS) {
                equal(sql, parameters, "r.stream_id", "stream", filter.stream());
            }
        }
    }

    private static void equal(
            StringBuilder sql, Map<String, Object> parameters, String column, String name, @Nullable String value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = :").append(name);
            parameters.put(name, value);
        }
    }

    /** Samples of such calls and media; the call is named with the media too because the samples' index begins with it. */
    private static void ofMedia(RecordFilter filter, StringBuilder sql, Map<String, Object> parameters) {
        if (filter.reason() != null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "quality has no reason; leave it out");
        }
        if (filter.room() != null) {
            sql.append(" and r.room_session_id in (select m.id from room_session m where m.app_id = :app");
            begun(sql, "m.opened_at");
            equal(sql, parameters, "m.room_id", "room", filter.room());
            sql.append(')');
        }
        if (filter.user() != null || filter.stream() != null) {
            sql.append(" and (r.room_session_id, r.side, r.media_id) in (");
            media(filter, sql, parameters, "PUBLISH", "publication");
            sql.append(" union all ");
            media(filter, sql, parameters, "PLAY", "playback");
            sql.append(')');
        }
    }

    private static void media(
            RecordFilter filter, StringBuilder sql, Map<String, Object> parameters, String side, String table) {
        sql.append("select m.room_session_id, '").append(side).append("', m.id from ");
        sql.append(table).append(" m where m.app_id = :app");
        begun(sql, "m.started_at");
        equal(sql, parameters, "m.user_id", "user", filter.user());
        equal(sql, parameters, "m.stream_id", "stream", filter.stream());
    }

    /** Early enough to have samples in the time that was asked for. */
    private static void begun(StringBuilder sql, String column) {
        sql.append(" and ").append(column).append(" < :to and ").append(column);
        sql.append(" >= cast(:from as timestamptz) - interval '62 days'");
    }

    /** Calls that have such a fact; facts of a call begin after it. */
    private static void within(
            StringBuilder sql,
            Map<String, Object> parameters,
            String table,
            String start,
            String column,
            String name,
            @Nullable String value) {
        if (value != null) {
            sql.append(" and r.id in (select f.room_session_id from ").append(table);
            sql.append(" f where f.app_id = :app and f.")
                    .append(column)
                    .append(" = :")
                    .append(name);
            sql.append(" and f.").append(start).append(" >= :from)");
            parameters.put(name, value);
        }
    }
}
