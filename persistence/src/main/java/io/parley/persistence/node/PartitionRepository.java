package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** The months of the tables of history. What one takes is in {@code V12__partitions.sql}. */
@ApplicationScoped
public class PartitionRepository {

    /** One month of one table. */
    public record Partition(String table, LocalDate month) {
        @Override
        public String toString() {
            return table + " of " + month;
        }
    }

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    protected PartitionRepository() {}

    /** Outside a server. */
    public PartitionRepository(EntityManager em) {
        this.em = em;
    }

    /**
     * Those that are not there, the nearest month first.
     *
     * @param months how many, from the present one (UTC) by the database's clock
     */
    public List<Partition> missing(int months) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select t.name, cast(m.month as text) as month
                from unnest(monthly_tables()) t(name) cross join (
                    select cast(date_trunc('month', now() at time zone 'UTC') + make_interval(months => n) as date) as month
                    from generate_series(0, :months - 1) n) m
                where not exists (
                    select 1 from pg_inherits i where i.inhparent = cast(t.name as regclass)
                    and i.inhrelid = to_regclass(quote_ident(t.name || to_char(m.month, '_YYYY_MM'))))
                order by m.month, t.name""", Tuple.class)
                .setParameter("months", months)
                .getResultList();
        return rows.stream()
                .map(row ->
                        new Partition(row.get("name", String.class), LocalDate.parse(row.get("month", String.class))))
                .toList();
    }

    /**
     * Makes one, in the caller's transaction.
     *
     * @param lockTimeout how long to wait for the table at most
     * @throws jakarta.persistence.PersistenceException when the table is locked for longer, or another server makes partitions
     */
    public void make(Partition partition, Duration lockTimeout) {
        waitAtMost(lockTimeout);
        em.createNativeQuery("select ensure_partition(:table, cast(:month as date))", Boolean.class)
                .setParameter("table", partition.table())
                .setParameter("month", partition.month())
                .getSingleResult();
    }

    /** Locks of the rest of the caller's transaction. */
    public void waitAtMost(Duration lockTimeout) {
        em.createNativeQuery("select set_config('lock_timeout', :millis, true)", String.class)
                .setParameter("millis", Long.toString(lockTimeout.toMillis()))
                .getSingleResult();
    }
}
