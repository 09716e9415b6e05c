package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the database how it is. */
@ApplicationScoped
public class DatabaseProbe {

    /** @param free connections that could still be made */
    public record Connections(int used, int most) {
        public int free() {
            return most - used;
        }
    }

    /**
     * The way from here to the database.
     *
     * @param local on this machine, where nobody else listens
     * @param encryption version and cipher of TLS; null where there is none
     */
    public record Way(boolean local, @Nullable String encryption) {}

    /** Older events are not tried any more. */
    private static final Duration OUTBOX_MEMORY = Duration.ofDays(31);

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("_yyyy_MM");

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    public String version() {
        return (String) em.createNativeQuery("select current_setting('server_version')", String.class)
                .getSingleResult();
    }

    /** The role that this server works under. */
    public String role() {
        return (String) em.createNativeQuery("select cast(current_user as text)", String.class)
                .getSingleResult();
    }

    /** Tells whether that role may change tables and drop them: as their owner, or as a superuser. */
    public boolean ownsTables() {
        return (Boolean) em.createNativeQuery(
                        "select pg_has_role(current_user, relowner, 'USAGE') from pg_class where oid = cast('audit_entry' as regclass)",
                        Boolean.class)
                .getSingleResult();
    }

    /** The way that this question itself takes. */
    public Way way() {
        Tuple row = (Tuple) em.createNativeQuery("""
                select coalesce(inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1', true) as local,
                    case when ssl then version || ' ' || cipher end as encryption
                from pg_stat_ssl where pid = pg_backend_pid()""", Tuple.class).getSingleResult();
        return new Way(row.get("local", Boolean.class), row.get("encryption", String.class));
    }

    /** The time it has, now and not at the beginning of the transaction. */
    public Instant time() {
        return (Instant)
                em.createNativeQuery("select clock_timestamp()", Instant.class).getSingleResult();
    }

    public Connections connections() {
        Tuple row = (Tuple) em.createNativeQuery("""
                select cast((select sum(numbackends) from pg_stat_database) as integer) as used,
                    cast(current_setting('max_connections') as integer) as most""", Tuple.class).getSingleResult();
        return new Connections(row.get("used", Integer.class), row.get("most", Integer.class));
    }

    /** Tables that have no partition for the month of this time. */
    public List<String> withoutPartition(Instant at) {
        @SuppressWarnings("unchecked")
        List<String> missing = em.createNativeQuery("""
                select c.relname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
                where pg_table_is_visible(c.oid) and to_regclass(quote_ident(c.relname || :month)) is null
                order by c.relname""", String.class)
                .setParameter("month", MONTH.format(at.atZone(ZoneOffset.UTC)))
                .getResultList();
        return missing;
    }

    /** Since when the oldest event of the last days waits that should have been delivered by now; null when none does. */
    public @Nullable Instant overdueSince(Instant now) {
        return (Instant) em.createNativeQuery("""
                select min(next_attempt_at) from callback_outbox
                where delivered_at is null and next_attempt_at <= :now and occurred_at >= :from""", Instant.class)
                .setParameter("now", now)
                .setParameter("from", now.minus(OUTBOX_MEMORY))
                .getSingleResult();
    }

    /** When the lease of this incarnation ends; null when it has been declared dead. */
    public @Nullable Instant leaseUntil(long nodeId) {
        @SuppressWarnings("unchecked")
        List<Instant> found = em.createNativeQuery(
                        "select lease_until from node where node_id = :node and ended_at is null", Instant.class)
                .setParameter("node", nodeId)
                .getResultList();
        return found.isEmpty() ? null : found.get(0);
    }
}
