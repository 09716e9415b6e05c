package io.parley.persistence.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;

/** Reads the event feed of a call. */
@ApplicationScoped
public class CallEventRepository {

    /** @param body JSON text as it was written */
    public record Entry(long seq, Instant occurredAt, String event, String body) {}

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** Events after a number, in order. */
    public List<Entry> after(long roomSessionId, Instant openedAt, long seq, int limit) {
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
                .map(row -> new Entry(
                        row.get("seq", Long.class),
                        row.get("occurred_at", Instant.class),
                        row.get("event", String.class),
                        row.get("body", String.class)))
                .toList();
    }
}
