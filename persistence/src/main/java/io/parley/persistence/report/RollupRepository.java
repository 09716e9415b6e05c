package io.parley.persistence.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;

/** Makes the sums that reports are read from, step by step. What a step does is in {@code R__report_functions.sql}. */
@ApplicationScoped
public class RollupRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    protected RollupRepository() {}

    /** Outside a server. */
    public RollupRepository(EntityManager em) {
        this.em = em;
    }

    /**
     * One step, in the caller's transaction.
     *
     * @param upTo nothing after it is touched
     * @param stride the most to be made at once
     * @return false when there was nothing to do, or when another server is at it
     */
    public boolean advance(Instant upTo, Duration stride) {
        return (Boolean) em.createNativeQuery(
                        "select report_advance(cast(:upTo as timestamptz), make_interval(secs => :seconds))",
                        Boolean.class)
                .setParameter("upTo", upTo)
                .setParameter("seconds", stride.toSeconds())
                .getSingleResult();
    }

    /**
     * Asks for everything from this day on to be made again from the facts; reports stay readable meanwhile. Days of which no facts are
     * kept any more stay as they are.
     */
    public RollupProgress remakeFrom(Instant day) {
        em.createNativeQuery("""
                update report_progress set remake_at = least(remake_at, greatest(report_first_day(),
                    date_trunc('day', cast(:day as timestamptz), 'UTC')))""").setParameter("day", day).executeUpdate();
        return progress();
    }

    public RollupProgress progress() {
        Object[] row = (Object[]) em.createNativeQuery("select rolled_to, remake_at from report_progress")
                .getSingleResult();
        return new RollupProgress((Instant) row[0], (Instant) row[1]);
    }
}
