package io.parley.persistence.stream;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.sql.WritePipeline;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** Statements for publications and playbacks alike. Every statement names the start, so that it touches few partitions. */
final class MediaFacts<T extends MediaFact> {

    private final EntityManager em;
    private final Class<T> type;
    private final String table;

    MediaFacts(EntityManager em, Class<T> type) {
        this.em = em;
        this.type = type;
        this.table = type.getAnnotation(Table.class).name();
    }

    void end(WritePipeline writes, long id, Instant startedAt, EndReason reason, Instant at) {
        // A clock may have been set back; nothing ends before it began.
        Instant end = at.isBefore(startedAt) ? startedAt : at;
        writes.add(
                "update " + table + " set ended_at = ?, ended_at_max = ?, end_reason = ?"
                        + " where id = ? and started_at = ? and ended_at is null",
                end,
                end,
                reason,
                id,
                startedAt);
    }

    /** Stores the counters of the relay, also after the end. */
    void count(long id, Instant startedAfter, long bytes) {
        em.createQuery("update " + type.getSimpleName()
                        + " f set f.bytes = :bytes where f.id = :id and f.startedAt >= :after")
                .setParameter("bytes", bytes)
                .setParameter("id", id)
                .setParameter("after", startedAfter)
                .executeUpdate();
    }

    /** Tells whether this ticket was used in this stay before: then it may be again, as native pushers and players reconnect with it. */
    boolean used(long ticketId, RoomUser stay) {
        return em.createQuery(
                                "select count(f) from " + type.getSimpleName()
                                        + " f where f.stayId = :stay and f.startedAt >= :joined and f.ticketId = :ticket",
                                Long.class)
                        .setParameter("stay", stay.stayId())
                        .setParameter("joined", stay.joinedAt())
                        .setParameter("ticket", ticketId)
                        .getSingleResult()
                > 0;
    }

    /** Those of one call, in the order of their start. */
    List<T> ofCall(long roomSessionId, Instant openedAt) {
        return em.createQuery(
                        "select f from " + type.getSimpleName()
                                + " f where f.roomSessionId = :session and f.startedAt >= :opened order by f.startedAt, f.id",
                        type)
                .setParameter("session", roomSessionId)
                .setParameter("opened", openedAt)
                .getResultList();
    }
}
