package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;

/**
 * Incarnations: one row per start of a server. Every claim and open fact names one, and what belongs to a dead one is closed by
 * {@link OpenRecords} before the next one is ready.
 */
@ApplicationScoped
public class NodeRepository {

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
