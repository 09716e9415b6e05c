package io.parley.persistence.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Counts of what is live in an app, and events of the last minutes. */
@ApplicationScoped
public class LiveRepository {

    /** Claims of an app. */
    public record Counts(long rooms, long users, long streams, long players) {}

    /** The number of times that an action was done, or refused, in a minute. */
    public record Happening(Instant minute, String action, boolean refused, long times) {}

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    public Counts counts(long appId) {
        Tuple row = (Tuple) em.createNativeQuery("""
                select (select count(*) from room where app_id = :app) as rooms,
                    (select count(*) from room_user where app_id = :app and client_kind <> 'CONSOLE') as users,
                    (select count(*) from stream where app_id = :app) as streams,
                    (select count(*) from player where app_id = :app) as players""", Tuple.class)
                .setParameter("app", appId)
                .getSingleResult();
        return new Counts(number(row, "rooms"), number(row, "users"), number(row, "streams"), number(row, "players"));
    }

    /** Those of these publications that are live in the app, the oldest first. */
    public <T> List<T> streams(long appId, Set<Long> publications, int limit, Function<ResultRow, T> mapper) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select publication_id, room_id, user_id, stream_id, started_at from stream
                where app_id = :app and publication_id in (:publications) order by started_at""", Tuple.class)
                .setParameter("app", appId)
                .setParameter("publications", publications)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream().map(ResultRow::new).map(mapper).toList();
    }

    /** Logins, leavings, publications and refusals by the minute. */
    public List<Happening> happenings(long appId, Instant from) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select date_trunc('minute', occurred_at) as minute, action, outcome = 'REFUSED' as refused, sum(times) as times
                from audit_entry where app_id = :app and occurred_at >= :from
                    and action in ('LOGIN', 'LOGOUT', 'PUBLISH_START', 'PUBLISH_END', 'PLAY_START')
                group by 1, 2, 3""", Tuple.class)
                .setParameter("app", appId)
                .setParameter("from", from)
                .getResultList();
        return rows.stream()
                .map(row -> new Happening(
                        row.get("minute", Instant.class),
                        row.get("action", String.class),
                        row.get("refused", Boolean.class),
                        number(row, "times")))
                .toList();
    }

    private static long number(Tuple row, String column) {
        return row.get(column, Number.class).longValue();
    }
}
