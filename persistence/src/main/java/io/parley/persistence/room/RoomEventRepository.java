package io.parley.persistence.room;

import io.parley.persistence.sql.JsonText;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The event feed of calls: appended with what happens in a room, read by number. */
@ApplicationScoped
public class RoomEventRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /**
     * One event of a live room.
     *
     * @param seq the number that the room gave it
     * @param body facts by their names in the feed
     */
    public void append(WritePipeline writes, Room room, long seq, String event, Map<String, Object> body, Instant at) {
        writes.add(
                """
                insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
                values (?, ?, ?, ?, ?, ?, cast(? as jsonb))""", room.sessionId(), seq, at, room.key().appId(), room.key().roomId(), event, JsonText.of(body));
    }

    /** Sends what was written together with events. */
    public void send(WritePipeline writes) {
        writes.send(em);
    }

    /** Events after a number, in order. */
    public List<RoomEventRow> after(long roomSessionId, Instant openedAt, long seq, int limit) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select seq, occurred_at, event, cast(body as text) as body from callback_outbox
                where room_session_id = :session and seq > :seq and occurred_at >= :opened order by seq""", Tuple.class)
                .setParameter("session", roomSessionId)
                .setParameter("seq", seq)
                .setParameter("opened", openedAt)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream()
                .map(row -> new RoomEventRow(
                        row.get("seq", Long.class),
                        row.get("occurred_at", Instant.class),
                        row.get("event", String.class),
                        row.get("body", String.class)))
                .toList();
    }
}
