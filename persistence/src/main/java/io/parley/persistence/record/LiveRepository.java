package io.parley.persistence.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;

/** What is live in an app, counted, and what happened in the last minutes. */
@ApplicationScoped
public class LiveRepository {

    /** Claims of an app. */
    public record Counts(long rooms, long users, long streams, long players) {}

    /** A live room with its counts. */
    public record RoomCounts(long sessionId, Instant openedAt, String roomId, int users, long streams, long players) {}

    /** How often something was done, or refused, in a minute. */
    public record Happening(Instant minute, String action, boolean refused, long times) {}

    /** A live stream in a room. */
    public record Stream(long publicationId, String roomId, String userId, String streamId, Instant startedAt) {}

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    public Counts counts(long appId) {
        Tuple row = (Tuple) em.createNativeQuery("""
                select (select count(*) from room where app_id = :app) as rooms,
                    (select count(*) from room_user where app_id = :app) as users,
                    (select count(*) from stream where app_id = :app) as streams,
                    (select count(*) from player where app_id = :app) as players""", Tuple.class)
                .setParameter("app", appId)
                .getSingleResult();
        return new Counts(number(row, "rooms"), number(row, "users"), number(row, "streams"), number(row, "players"));
    }

    /** The rooms with most people first. */
    public List<RoomCounts> rooms(long appId, int limit) {
        return rows("""
                select r.session_id, r.opened_at, r.room_id, r.user_count,
                    (select count(*) from stream s where s.app_id = r.app_id and s.room_id = r.room_id) as streams,
                    (select count(*) from player p where p.app_id = r.app_id and p.room_id = r.room_id) as players
                from room r where r.app_id = :app order by r.user_count desc, r.opened_at""", appId, limit).stream()
                .map(row -> new RoomCounts(
                        number(row, "session_id"),
                        row.get("opened_at", Instant.class),
                        row.get("room_id", String.class),
                        (int) number(row, "user_count"),
                        number(row, "streams"),
                        number(row, "players")))
                .toList();
    }

    public List<Stream> streams(long appId, int limit) {
        return rows("""
                select publication_id, room_id, user_id, stream_id, started_at from stream
                where app_id = :app order by started_at""", appId, limit).stream()
                .map(row -> new Stream(
                        number(row, "publication_id"),
                        row.get("room_id", String.class),
                        row.get("user_id", String.class),
                        row.get("stream_id", String.class),
                        row.get("started_at", Instant.class)))
                .toList();
    }

    private List<Tuple> rows(String sql, long appId, int limit) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery(sql, Tuple.class)
                .setParameter("app", appId)
                .setMaxResults(limit)
                .getResultList();
        return rows;
    }

    /** Logins, leavings, publications and refusals by the minute. */
    public List<Happening> happenings(long appId, Instant from) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select date_trunc('minute', occurred_at) as minute, action, outcome = 'REFUSED' as refused, count(*) as times
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
