package io.parley.persistence.report;

import io.parley.persistence.report.ReportSpan.Range;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Adds up the sums of closed quarter-hours and days, and the facts of what they leave out. Every method takes a key: an app, or 0 for
 * all apps together.
 */
@ApplicationScoped
public class ReportRepository {

    private static final String USAGE = """
            coalesce(max(u.peak_rooms), 0), coalesce(max(u.peak_users), 0), coalesce(max(u.peak_streams), 0),
            cast(sum(u.calls) as bigint), cast(sum(u.stays) as bigint), cast(sum(u.stay_us) as bigint),
            cast(sum(u.publish_us) as bigint), cast(sum(u.play_us) as bigint),
            cast(sum(u.login_done) as bigint), cast(sum(u.login_refused) as bigint), cast(sum(u.publish_done) as bigint),
            cast(sum(u.publish_refused) as bigint), cast(sum(u.play_done) as bigint), cast(sum(u.play_refused) as bigint)
            """;

    private static final String APPS = "(select a.app_id from app a)";

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    protected ReportRepository() {}

    /** Outside a server. */
    public ReportRepository(EntityManager em) {
        this.em = em;
    }

    /** From when on there are no sums. */
    public Instant rolledTo() {
        return (Instant) em.createNativeQuery("select rolled_to from report_progress", Instant.class)
                .getSingleResult();
    }

    /**
     * Usage by step; steps in which nothing was are left out.
     *
     * @param steps where the steps begin, ascending, each at a quarter-hour
     */
    public List<UsageStatistics> usage(long key, ReportSpan span, List<Instant> steps, Instant now) {
        String sql = "with b as materialized (select cast(cast(:steps as text) as timestamptz[]) as steps) "
                + "select cast(width_bucket(u.quarter, (select steps from b)) as bigint), " + USAGE
                + " from (" + usageRows(span) + ") u group by 1";
        return usage(bindUsage(em.createNativeQuery(sql), key, span, now).setParameter("steps", array(steps)));
    }

    /**
     * Usage by hour of the week, 0 for Monday's first.
     *
     * @param changes when the zone's offset changed, ascending, the first not after the span's start; each at a quarter-hour
     * @param offsets seconds to add to UTC from each change on
     */
    public List<UsageStatistics> usageByHourOfWeek(
            long key, ReportSpan span, List<Instant> changes, List<Integer> offsets, Instant now) {
        // 1970-01-01 was a Thursday
        String sql = "with b as materialized (select cast(cast(:changes as text) as timestamptz[]) as changes, "
                + "cast(cast(:offsets as text) as integer[]) as offsets) "
                + "select mod(cast(floor((date_part('epoch', u.quarter) "
                + "+ (select offsets from b)[width_bucket(u.quarter, (select changes from b))]) / 3600) as bigint) + 72, 168), "
                + USAGE + " from (" + usageRows(span) + ") u group by 1";
        return usage(bindUsage(em.createNativeQuery(sql), key, span, now)
                .setParameter("changes", array(changes))
                .setParameter("offsets", array(offsets)));
    }

    /** Usage by app, of one app or of all; apps without any are left out. */
    public List<UsageStatistics> usageByApp(long key, ReportSpan span, Instant now) {
        String sql = "select u.app_id, " + USAGE
                + " from (select * from report_usage q where q.quarter >= :lo and q.quarter < :hi"
                + " and q.app_id in " + APPS + " and (:key = 0 or q.app_id = :key)"
                + raw(
                        span.besideQuarters(),
                        "select * from report_usage_of(%1$s, %2$s, cast(:now as timestamptz), nullif(:key, 0)) where app_id <> 0")
                + ") u group by 1";
        return usage(bindUsage(em.createNativeQuery(sql), key, span, now));
    }

    /** Quality by step, side and source. */
    public List<QualityStatistics> quality(long key, ReportSpan span, List<Instant> steps) {
        String sql = "with b as materialized (select cast(cast(:steps as text) as timestamptz[]) as steps) "
                + "select cast(width_bucket(u.quarter, (select steps from b)) as bigint), u.side, u.source, "
                + "cast(sum(u.samples) as bigint), cast(sum(u.window_ms) as bigint), cast(sum(u.bytes) as bigint), "
                + "cast(sum(u.frames) as bigint), cast(sum(u.audio_gap_ms) as bigint), cast(sum(u.video_gap_ms) as bigint), "
                + "cast(sum(u.stall_ms) as bigint), cast(sum(u.rtt_ms) as bigint), cast(sum(u.rtt_samples) as bigint), "
                + "cast(sum(u.lag_ms) as bigint), cast(sum(u.lag_samples) as bigint) "
                + "from (select * from report_quality q where q.app_id = :key and q.quarter >= :lo and q.quarter < :hi"
                + raw(span.besideQuarters(), "select * from report_quality_of(%s, :key)")
                + ") u group by 1, 2, 3 order by 1, 2, 3";
        Query query = em.createNativeQuery(sql).setParameter("key", key).setParameter("steps", array(steps));
        bind(query, span.quarters(), span.besideQuarters());
        return rows(query).stream()
                .map(row -> new QualityStatistics(
                        number(row[0]),
                        (String) row[1],
                        (String) row[2],
                        number(row[3]),
                        number(row[4]),
                        number(row[5]),
                        number(row[6]),
                        number(row[7]),
                        number(row[8]),
                        number(row[9]),
                        number(row[10]),
                        number(row[11]),
                        number(row[12]),
                        number(row[13])))
                .toList();
    }

    /** Why calls, stays, publications and playbacks ended, by the time of their end. */
    public List<ReasonCount> ends(long key, ReportSpan span) {
        return reasons("END", key, span);
    }

    /** Why requests were refused. */
    public List<ReasonCount> refusals(long key, ReportSpan span) {
        return reasons("REFUSAL", key, span);
    }

    private List<ReasonCount> reasons(String what, long key, ReportSpan span) {
        List<Range> quarters = span.quartersBesideDays();
        StringBuilder sql = new StringBuilder("select r.subject, r.reason, cast(sum(r.times) as bigint) from (")
                .append(
                        "select q.what, q.subject, q.reason, q.times from report_reason q where q.app_id = :key and q.grain = 'DAY' ")
                .append("and q.what = :what and q.step >= :lo and q.step < :hi");
        for (int i = 0; i < quarters.size(); i++) {
            sql.append(
                            " union all select q.what, q.subject, q.reason, q.times from report_reason q where q.app_id = :key ")
                    .append("and q.grain = 'QUARTER' and q.what = :what and q.step >= :qlo%1$d and q.step < :qhi%1$d"
                            .formatted(i));
        }
        sql.append(raw(
                        span.besideQuarters(),
                        "select what, subject, reason, times from report_reasons_of(%1$s, %2$s, :key)"))
                .append(") r where r.what = :what group by 1, 2 order by 1, 3 desc, 2");
        Query query =
                em.createNativeQuery(sql.toString()).setParameter("key", key).setParameter("what", what);
        for (int i = 0; i < quarters.size(); i++) {
            query.setParameter("qlo" + i, quarters.get(i).from())
                    .setParameter("qhi" + i, quarters.get(i).to());
        }
        bind(query, span.days(), span.besideQuarters());
        bindSince(query, span, span.besideQuarters());
        return rows(query).stream()
                .map(row -> new ReasonCount((String) row[0], (String) row[1], number(row[2])))
                .toList();
    }

    /** The rooms with the most minutes. */
    public List<MemberStatistics> rooms(long key, ReportSpan span, Instant now, int top) {
        return members("room", "calls", key, span, now, top);
    }

    /** The users with the most minutes. */
    public List<MemberStatistics> users(long key, ReportSpan span, Instant now, int top) {
        return members("user", "stays", key, span, now, top);
    }

    private List<MemberStatistics> members(
            String member, String begun, long key, ReportSpan span, Instant now, int top) {
        String columns = "app_id, %s_id, %s, stay_us, publish_us, play_us".formatted(member, begun);
        // Numbers of so many digits that no sum of microseconds of a few centuries is rounded, and many times cheaper
        // to add.
        String sql = """
                select m.app_id, m.%1$s_id, cast(sum(m.%2$s) as bigint), sum(cast(m.stay_us as float8)) as stay_us,
                    sum(cast(m.publish_us as float8)), sum(cast(m.play_us as float8))
                from (select %3$s from report_%1$s_day where day >= :lo and day < :hi and app_id %4$s%5$s) m
                group by 1, 2
                having sum(m.%2$s) > 0 or sum(cast(m.stay_us as float8)) > 0 or sum(cast(m.publish_us as float8)) > 0
                    or sum(cast(m.play_us as float8)) > 0
                order by stay_us desc, 1, 2""".formatted(
                        member,
                        begun,
                        columns,
                        key == 0 ? "in " + APPS : "= :key",
                        raw(
                                span.besideDays(),
                                "select " + columns + " from report_" + member
                                        + "s_of(%1$s, %2$s, cast(:now as timestamptz), :key)"));
        Query query = em.createNativeQuery(sql).setMaxResults(top);
        if (key != 0 || !span.besideDays().isEmpty()) {
            query.setParameter("key", key);
        }
        if (!span.besideDays().isEmpty()) {
            query.setParameter("now", now);
        }
        bind(query, span.days(), span.besideDays());
        bindSince(query, span, span.besideDays());
        return rows(query).stream()
                .map(row -> new MemberStatistics(
                        number(row[0]),
                        (String) row[1],
                        number(row[2]),
                        number(row[3]),
                        number(row[4]),
                        number(row[5])))
                .toList();
    }

    private static String usageRows(ReportSpan span) {
        return "select * from report_usage q where q.app_id = :key and q.quarter >= :lo and q.quarter < :hi"
                + raw(
                        span.besideQuarters(),
                        "select * from report_usage_of(%1$s, %2$s, cast(:now as timestamptz), :key)");
    }

    private static Query bindUsage(Query query, long key, ReportSpan span, Instant now) {
        query.setParameter("key", key);
        if (!span.besideQuarters().isEmpty()) {
            query.setParameter("now", now);
        }
        bindSince(query, span, span.besideQuarters());
        return bind(query, span.quarters(), span.besideQuarters());
    }

    /** Counts from the facts, appended to those of the sums. */
    private static String raw(List<Range> ranges, String select) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < ranges.size(); i++) {
            sql.append(" union all ")
                    .append(select.formatted(
                            "cast(:lo%1$d as timestamptz), cast(:hi%1$d as timestamptz)".formatted(i),
                            "cast(:since%d as timestamptz)".formatted(i)));
        }
        return sql.toString();
    }

    private static Query bind(Query query, Range sums, List<Range> raw) {
        query.setParameter("lo", sums.from()).setParameter("hi", sums.to());
        for (int i = 0; i < raw.size(); i++) {
            query.setParameter("lo" + i, raw.get(i).from())
                    .setParameter("hi" + i, raw.get(i).to());
        }
        return query;
    }

    private static void bindSince(Query query, ReportSpan span, List<Range> raw) {
        for (int i = 0; i < raw.size(); i++) {
            query.setParameter("since" + i, span.since(raw.get(i)));
        }
    }

    private List<UsageStatistics> usage(Query query) {
        return rows(query).stream()
                .map(row -> new UsageStatistics(
                        number(row[0]),
                        (int) number(row[1]),
                        (int) number(row[2]),
                        (int) number(row[3]),
                        number(row[4]),
                        number(row[5]),
                        number(row[6]),
                        number(row[7]),
                        number(row[8]),
                        new UsageStatistics.Tries(number(row[9]), number(row[10])),
                        new UsageStatistics.Tries(number(row[11]), number(row[12])),
                        new UsageStatistics.Tries(number(row[13]), number(row[14]))))
                .toList();
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static String array(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> rows(Query query) {
        // These are large statements over few rows: compiling one takes longer than running it. Groups of all rooms or
        // users of a year fit
        // into memory.
        em.createNativeQuery("set local jit = off; set local work_mem = '64MB'").executeUpdate();
        return query.getResultList();
    }
}
