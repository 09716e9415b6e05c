package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Incarnations: one row per start of a server. Every claim and open fact names one, and what belongs to a dead one is closed by
 * {@link NodeReconciler} before the next one is ready. Leases are judged by the database's clock alone.
 */
@ApplicationScoped
public class NodeRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    protected NodeRepository() {}

    /** Outside a server. */
    public NodeRepository(EntityManager em) {
        this.em = em;
    }

    /** The database's time, now and not at the beginning of the transaction. */
    public Instant now() {
        return (Instant)
                em.createNativeQuery("select clock_timestamp()", Instant.class).getSingleResult();
    }

    /** A new incarnation under this name. An older one of the same name is dead from now on. */
    public long start(String name, Duration lease) {
        em.createNativeQuery("""
                update node set lease_until = greatest(renewed_at, least(lease_until, clock_timestamp()))
                where name = :name and ended_at is null""").setParameter("name", name).executeUpdate();
        return (Long) em.createNativeQuery("""
                insert into node (node_id, name, started_at, renewed_at, lease_until)
                select nextval('node_seq'), :name, t.now, t.now, t.now + make_interval(secs => :seconds)
                from (select clock_timestamp() as now) t returning node_id""", Long.class)
                .setParameter("name", name)
                .setParameter("seconds", lease.toMillis() / 1_000.0)
                .getSingleResult();
    }

    /** Moves the lease of an incarnation that is not ended; zero ends it now. */
    public void renew(long nodeId, Duration lease) {
        em.createNativeQuery("""
                update node set renewed_at = t.now, lease_until = t.now + make_interval(secs => :seconds)
                from (select clock_timestamp() as now) t where node_id = :node and ended_at is null""")
                .setParameter("seconds", lease.toMillis() / 1_000.0)
                .setParameter("node", nodeId)
                .executeUpdate();
    }

    public void end(long nodeId, String reason) {
        em.createNativeQuery("update node set ended_at = clock_timestamp(), end_reason = :reason where node_id = :node")
                .setParameter("reason", reason)
                .setParameter("node", nodeId)
                .executeUpdate();
    }

    /** Tells whether a lease has run out whose incarnation nobody has closed. Locks nothing. */
    public boolean isAnyDead(long self) {
        return (Boolean) em.createNativeQuery("""
                select exists (
                    select 1 from node where ended_at is null and node_id <> :self and lease_until <= clock_timestamp())""", Boolean.class)
                .setParameter("self", self)
                .getSingleResult();
    }

    /**
     * An incarnation whose lease has run out and that nobody has closed, locked against a second closer.
     *
     * @param self is never found, whatever its lease
     */
    public Optional<Long> dead(long self) {
        @SuppressWarnings("unchecked")
        List<Long> ids =
                em.createNativeQuery("""
                select node_id from node where ended_at is null and node_id <> :self and lease_until <= clock_timestamp()
                order by node_id limit 1 for update skip locked""", Long.class).setParameter("self", self).getResultList();
        return ids.stream().findFirst();
    }
}
