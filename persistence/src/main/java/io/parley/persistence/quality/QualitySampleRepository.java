package io.parley.persistence.quality;

import io.parley.persistence.quality.QualitySample.LiveMedia;
import io.parley.persistence.quality.QualitySample.Sums;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Writes samples, many with one statement, and lets go of old ones. */
@ApplicationScoped
public class QualitySampleRepository {

    /** A stream that a stay publishes or plays. */
    public record StreamOfStay(long stayId, MediaSide side, String streamId) {}

    /** The increment of the sequence of the table's ids: so many rows share one look at it. */
    private static final int BLOCK = 500;

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** Everything that flows through this node, by the id that the relay knows. */
    public Map<Long, LiveMedia> publications(long nodeId) {
        return live("publication_id", "stream", MediaSide.PUBLISH, nodeId);
    }

    /** The same for playbacks. */
    public Map<Long, LiveMedia> playbacks(long nodeId) {
        return live("playback_id", "player", MediaSide.PLAY, nodeId);
    }

    private Map<Long, LiveMedia> live(String id, String table, MediaSide side, long nodeId) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select m.%s as id, m.app_id, r.session_id from %s m
                join room r on r.app_id = m.app_id and r.room_id = m.room_id where m.node_id = :node""".formatted(id, table), Tuple.class)
                .setParameter("node", nodeId)
                .getResultList();
        Map<Long, LiveMedia> found = new HashMap<>();
        rows.forEach(row -> found.put(row.get("id", Long.class), media(row, side)));
        return found;
    }

    /** The live media of these stays, by what clients call it. */
    public Map<StreamOfStay, LiveMedia> ofStays(Collection<Long> stayIds) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.unwrap(Session.class)
                .createNativeQuery("""
                select m.id, m.app_id, r.session_id, m.side, m.participation_id, m.stream_id from (
                    select publication_id as id, app_id, room_id, 'PUBLISH' as side, participation_id, stream_id from stream
                    where participation_id = any(:stays)
                    union all
                    select playback_id, app_id, room_id, 'PLAY', participation_id, stream_id from player
                    where participation_id = any(:stays)) m
                join room r on r.app_id = m.app_id and r.room_id = m.room_id order by m.id""", Tuple.class)
                .setParameter("stays", stayIds.toArray(Long[]::new), Long[].class)
                .getResultList();
        Map<StreamOfStay, LiveMedia> found = new HashMap<>();
        for (Tuple row : rows) {
            MediaSide side = MediaSide.valueOf(row.get("side", String.class));
            // Of two players of one stream the newer one is what the client tells of.
            found.put(
                    new StreamOfStay(row.get("participation_id", Long.class), side, row.get("stream_id", String.class)),
                    media(row, side));
        }
        return found;
    }

    private static LiveMedia media(Tuple row, MediaSide side) {
        return new LiveMedia(
                row.get("id", Long.class), side, row.get("app_id", Long.class), row.get("session_id", Long.class));
    }

    /**
     * Media that has ended.
     *
     * @param startedAfter when it can have started at the earliest
     */
    public Map<Long, LiveMedia> ended(MediaSide side, Collection<Long> ids, Instant startedAfter) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.unwrap(Session.class)
                .createNativeQuery("""
                        select id, app_id, room_session_id as session_id from %s where id = any(:ids) and started_at >= :after""".formatted(side == MediaSide.PUBLISH ? "publication" : "playback"), Tuple.class)
                .setParameter("ids", ids.toArray(Long[]::new), Long[].class)
                .setParameter("after", startedAfter)
                .getResultList();
        Map<Long, LiveMedia> found = new HashMap<>();
        rows.forEach(row -> found.put(row.get("id", Long.class), media(row, side)));
        return found;
    }

    /**
     * Writes samples.
     * @param at when it is now
     */
    public void add(List<QualitySample> samples, Instant at) {
        for (int from = 0; from < samples.size(); from += BLOCK) {
            addBlock(samples.subList(from, Math.min(samples.size(), from + BLOCK)), at);
        }
    }

    private void addBlock(List<QualitySample> samples, Instant at) {
        long first = (Long) em.createNativeQuery("select nextval('quality_sample_seq')", Long.class)
                .getSingleResult();
        em.unwrap(Session.class)
                .createNativeMutationQuery("""
                insert into quality_sample (sampled_at, id, app_id, room_session_id, media_id, side, source, window_ms, bytes,
                    frames, audio_gap_ms, video_gap_ms, rtt_ms, lag_ms)
                select cast(:at as timestamptz) - ago * interval '1 millisecond', :first + n - 1, app, session, media, side, source, win, bytes, frames, audio, video, rtt, lag
                from unnest(:apps, :sessions, :medias, :sides, :sources, :wins, :bytes, :frames, :audios, :videos, :rtts, :lags, :agos)
                    with ordinality t (app, session, media, side, source, win, bytes, frames, audio, video, rtt, lag, ago, n)""")
                .setParameter("at", at)
                .setParameter("first", first)
                .setParameter("apps", media(samples, LiveMedia::appId), Long[].class)
                .setParameter("sessions", media(samples, LiveMedia::roomSessionId), Long[].class)
                .setParameter("medias", media(samples, LiveMedia::mediaId), Long[].class)
                .setParameter(
                        "sides",
                        samples.stream().map(each -> each.media().side().name()).toArray(String[]::new),
                        String[].class)
                .setParameter(
                        "sources",
                        samples.stream()
                                .map(each -> each.fromClient() ? "CLIENT" : "RELAY")
                                .toArray(String[]::new),
                        String[].class)
                .setParameter("wins", sums(samples, Sums::windowMs), Integer[].class)
                .setParameter(
                        "bytes",
                        samples.stream().map(each -> each.sums().bytes()).toArray(Long[]::new),
                        Long[].class)
                .setParameter("frames", sums(samples, Sums::frames), Integer[].class)
                .setParameter("audios", sums(samples, Sums::audioGapMs), Integer[].class)
                .setParameter("videos", sums(samples, Sums::videoGapMs), Integer[].class)
                .setParameter("rtts", sums(samples, Sums::rttMs), Integer[].class)
                .setParameter("lags", sums(samples, Sums::lagMs), Integer[].class)
                .setParameter(
                        "agos", samples.stream().map(QualitySample::agoMs).toArray(Integer[]::new), Integer[].class)
                .executeUpdate();
    }

    private static Long[] media(List<QualitySample> samples, Function<LiveMedia, Long> field) {
        return samples.stream().map(each -> field.apply(each.media())).toArray(Long[]::new);
    }

    @SuppressWarnings("NullAway") // absent round trips are null in the table too
    private static Integer[] sums(List<QualitySample> samples, Function<Sums, Integer> field) {
        return samples.stream().map(each -> field.apply(each.sums())).toArray(Integer[]::new);
    }

    /**
     * Drops the oldest month that ended before this, in the caller's transaction.
     *
     * @return the dropped partition, or null when there is none
     */
    public @Nullable String dropOldest(Instant end) {
        return (String) em.createNativeQuery(
                        "select drop_quality_month(cast(cast(:end as timestamptz) at time zone 'UTC' as date))",
                        String.class)
                .setParameter("end", end)
                .getSingleResult();
    }
}
