package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Incarnations: one row per start of a server. Every claim and open fact names one, and what belongs to a dead one is closed in one
 * transaction before the next one is ready.
 */
@ApplicationScoped
public class NodeRepository {

    /** Facts that a node leaves open when it dies: table, end columns, start column, and the claim that goes with it. */
    private static final List<OpenFact> OPEN_FACTS = List.of(
            new OpenFact("playback", "ended_at", "end_reason", "started_at"),
            new OpenFact("publication", "ended_at", "end_reason", "started_at"),
            new OpenFact("participation", "left_at", "leave_reason", "joined_at"));

    private record OpenFact(String table, String end, String reason, String start) {}

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** A new incarnation under this name. An older one of the same name is dead from now on. */
    public long start(String name, Instant now, Instant leaseUntil) {
        em.createNativeQuery("""
                update node set lease_until = greatest(renewed_at, least(lease_until, :now))
                where name = :name and ended_at is null""")
                .setParameter("name", name)
                .setParameter("now", now)
                .executeUpdate();
        return (Long) em.createNativeQuery("""
                insert into node (node_id, name, started_at, renewed_at, lease_until)
                values (nextval('node_seq'), :name, :now, :now, :until) returning node_id""", Long.class)
                .setParameter("name", name)
                .setParameter("now", now)
                .setParameter("until", leaseUntil)
                .getSingleResult();
    }

    /** @return false when this incarnation has been declared dead meanwhile */
    public boolean renew(long nodeId, Instant now, Instant leaseUntil) {
        return em.createNativeQuery("""
                        update node set renewed_at = :now, lease_until = :until where node_id = :node and ended_at is null""")
                        .setParameter("now", now)
                        .setParameter("until", leaseUntil)
                        .setParameter("node", nodeId)
                        .executeUpdate()
                == 1;
    }

    public void end(long nodeId, String reason, Instant now) {
        em.createNativeQuery("update node set ended_at = :now, end_reason = :reason where node_id = :node")
                .setParameter("now", now)
                .setParameter("reason", reason)
                .setParameter("node", nodeId)
                .executeUpdate();
    }

    /** Incarnations whose lease has run out and that nobody has closed, locked against a second closer. */
    public List<Long> dead(Instant now) {
        @SuppressWarnings("unchecked")
        List<Long> ids =
                em.createNativeQuery("""
                select node_id from node where ended_at is null and lease_until <= :now
                order by node_id for update skip locked""", Long.class).setParameter("now", now).getResultList();
        return ids;
    }

    /**
     * Closes everything of a dead incarnation, set by set. The end lies between the last renewal and the end of the lease; both are
     * written, for an honest interval beats a made-up instant.
     *
     * @param reason the {@code EndReason} of what is closed
     * @param endReason how the incarnation itself ended
     * @return how many rows were closed, by table
     */
    public Map<String, Integer> close(long nodeId, String reason, String endReason, Instant now) {
        Map<String, Integer> closed = new LinkedHashMap<>();
        for (OpenFact fact : OPEN_FACTS) {
            String sql = """
                    update %1$s f set %2$s = greatest(f.%4$s, n.renewed_at), %2$s_max = greatest(f.%4$s, n.lease_until),
                        %3$s = :reason
                    from node n, %5$s c
                    where n.node_id = :node and c.node_id = :node and f.id = c.%6$s and f.%4$s = c.%7$s and f.%2$s is null""".formatted(
                    fact.table, fact.end, fact.reason, fact.start, claimOf(fact), fact.table + "_id", fact.start);
            closed.put(fact.table, run(sql, nodeId, reason));
            em.createNativeQuery("delete from " + claimOf(fact) + " where node_id = :node")
                    .setParameter("node", nodeId)
                    .executeUpdate();
        }
        closed.put("room_session", closeEmptyRooms(nodeId, reason, now));
        recountRooms();
        end(nodeId, endReason, now);
        return closed;
    }

    private static String claimOf(OpenFact fact) {
        return switch (fact.table) {
            case "playback" -> "player";
            case "publication" -> "stream";
            default -> "room_user";
        };
    }

    private int closeEmptyRooms(long nodeId, String reason, Instant now) {
        em.createNativeQuery("""
                insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
                select r.session_id, r.event_seq + 1, :now, r.app_id, r.room_id, 'ROOM_CLOSED',
                    jsonb_build_object('reason', cast(:reason as text))
                from room r where not exists
                    (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""")
                .setParameter("now", now)
                .setParameter("reason", reason)
                .executeUpdate();
        int closed = run("""
                update room_session s set closed_at = greatest(s.opened_at, n.renewed_at),
                    closed_at_max = greatest(s.opened_at, n.lease_until), close_reason = :reason, peak_users = r.peak_users
                from room r, node n
                where n.node_id = :node and s.id = r.session_id and s.opened_at = r.opened_at
                    and not exists (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""", nodeId, reason);
        em.createNativeQuery("""
                delete from room r where not exists
                    (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""").executeUpdate();
        return closed;
    }

    private void recountRooms() {
        em.createNativeQuery("""
                update room r set user_count = c.users from
                    (select app_id, room_id, count(*) as users from room_user group by app_id, room_id) c
                where r.app_id = c.app_id and r.room_id = c.room_id and r.user_count <> c.users""").executeUpdate();
    }

    private int run(String sql, long nodeId, String reason) {
        return em.createNativeQuery(sql)
                .setParameter("node", nodeId)
                .setParameter("reason", reason)
                .executeUpdate();
    }

    /** Makes the partitions of the coming months. */
    public int ensurePartitions(Instant now, int months) {
        return (Integer) em.createNativeQuery(
                        "select ensure_partitions(cast(cast(:now as timestamptz) at time zone 'UTC' as date), :months)",
                        Integer.class)
                .setParameter("now", now)
                .setParameter("months", months)
                .getSingleResult();
    }
}
