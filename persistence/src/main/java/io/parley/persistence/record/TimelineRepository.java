package io.parley.persistence.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The data of a call's page beside its facts. */
@ApplicationScoped
public class TimelineRepository {

    /**
     * The quality of a publication or playback in a part of the call.
     *
     * @param audioGapShare of the time without sound, 0 to 1
     * @param videoGapShare of the time without a picture, 0 to 1
     */
    public record QualityPoint(
            long mediaID,
            String side,
            String source,
            Instant at,
            double kbps,
            double fps,
            double audioGapShare,
            double videoGapShare) {}

    /** The number of names up to which each is looked up. */
    private static final int NAMES = 100;

    /** Entries that are read for the names seen last. */
    private static final int LATEST = 5_000;

    // The columns of names compare byte by byte, so everything that begins so lies between the text and its last
    // possible successor.
    private static final String FEW_NAMES = """
            with recursive names(name, found) as (
                (select r.name, 1 from %rows r where r.app_id = :app and r.name >= :text and r.name < :text || chr(1114111)
                    and r.at >= :after order by r.name limit 1)
                union all
                select next.name, found + 1 from names, lateral (select r.name from %rows r
                    where r.app_id = :app and r.name > names.name and r.name < :text || chr(1114111) and r.at >= :after
                    order by r.name limit 1) next where found < """ + " " + NAMES + """
            )
            select name, (select max(r.at) from %rows r where r.app_id = :app and r.name = names.name and r.at >= :after) as at
            from names order by at desc""";

    private static final String MANY_NAMES = """
            select name, max(at) as at from (select r.name, r.at from %rows r where r.app_id = :app and r.name >= :text
                and r.name < :text || chr(1114111) and r.at >= :after order by r.at desc limit """ + " " + LATEST + """
            ) seen group by name order by at desc""";

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** Refusals in the room, what administrators did to it, and who came back after a lost connection, in order. */
    public <T> List<T> entries(
            long appId, String roomId, Instant from, Instant to, int limit, Function<ResultRow, T> mapper) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select r.id, r.occurred_at, r.app_id, r.actor_kind, r.actor_id, r.action, r.outcome, r.refusal, r.room_id, r.user_id,
                    r.stream_id, r.address, r.times, r.last_at, cast(r.detail as text) as detail
                from audit_entry r
                where r.app_id = :app and r.room_id = :room and r.occurred_at >= :from and r.occurred_at < :to
                    and (r.outcome = 'REFUSED' or r.actor_kind = 'ADMIN' or r.action = 'RESUME')
                order by r.occurred_at, r.id""", Tuple.class)
                .setParameter("app", appId)
                .setParameter("room", roomId)
                .setParameter("from", from)
                .setParameter("to", to)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream().map(ResultRow::new).map(mapper).toList();
    }

    /** Samples of a call, put together so that each publication or playback has few points. */
    public List<QualityPoint> quality(long roomSessionId, Instant from, Instant to, long stepSeconds) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select media_id, side, source, to_timestamp(floor(extract(epoch from sampled_at) / :step) * :step) as at,
                    cast(sum(bytes) * 8.0 / sum(window_ms) as double precision) as kbps,
                    cast(sum(frames) * 1000.0 / sum(window_ms) as double precision) as fps,
                    cast(sum(audio_gap_ms) * 1.0 / sum(window_ms) as double precision) as audio,
                    cast(sum(video_gap_ms) * 1.0 / sum(window_ms) as double precision) as video
                from quality_sample
                where room_session_id = :call and sampled_at >= :from and sampled_at < :to
                group by 1, 2, 3, 4 order by 1, 3, 4""", Tuple.class)
                .setParameter("step", stepSeconds)
                .setParameter("call", roomSessionId)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList();
        return rows.stream()
                .map(row -> new QualityPoint(
                        row.get("media_id", Number.class).longValue(),
                        row.get("side", String.class),
                        row.get("source", String.class),
                        row.get("at", Instant.class),
                        row.get("kbps", Number.class).doubleValue(),
                        row.get("fps", Number.class).doubleValue(),
                        row.get("audio", Number.class).doubleValue(),
                        row.get("video", Number.class).doubleValue()))
                .toList();
    }

    /**
     * Names that begin so and were seen lately, the one seen last first. Where few names begin so, each is looked up in the index of
     * names. Where many do, those seen last are near the end of the index of times, and only {@value #LATEST} of its entries are read.
     *
     * @param table participation, publication or room_session with its name and start column
     */
    public List<ResultRow> beginningWith(Named table, long appId, String text, Instant after, int limit) {
        List<Tuple> few = names(FEW_NAMES.replace("%rows", table.rows()), appId, text, after, NAMES);
        List<Tuple> rows =
                few.size() < NAMES ? few : names(MANY_NAMES.replace("%rows", table.rows()), appId, text, after, limit);
        return rows.stream().limit(limit).map(ResultRow::new).toList();
    }

    @SuppressWarnings("unchecked")
    private List<Tuple> names(String sql, long appId, String text, Instant after, int limit) {
        return em.createNativeQuery(sql, Tuple.class)
                .setParameter("app", appId)
                .setParameter("text", text)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The tables that have names. */
    public enum Named {
        ROOM("room_session", "room_id", "opened_at"),
        USER("participation", "user_id", "joined_at"),
        STREAM("publication", "stream_id", "started_at");

        private final String table;
        private final String name;
        private final String start;

        Named(String table, String name, String start) {
            this.table = table;
            this.name = name;
            this.start = start;
        }

        private String rows() {
            return "(select app_id, " + name + " as name, " + start + " as at from " + table + ")";
        }
    }
}
