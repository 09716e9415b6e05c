package io.parley.ejb.quality;

import io.parley.adapter.api.MediaEnded;
import io.parley.adapter.api.PlaybackStatistics;
import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.quality.LatestStatistics.Finished;
import io.parley.persistence.quality.MediaSide;
import io.parley.persistence.quality.QualitySample;
import io.parley.persistence.quality.QualitySample.LiveMedia;
import io.parley.persistence.quality.QualitySample.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the relay has counted since each beginning into windows, by remembering the figures of the last look. Media that ended
 * gets a last window from the last look to its end. One thread.
 */
final class QualityWindows {

    /** Looks that figures of vanished media are kept for: the record of its end takes a while. */
    private static final int PATIENCE = 12;

    /** The counters at one look. */
    private record Count(long sinceMs, long bytes, long frames, long audioGapMs, long videoGapMs, int missed) {

        static final Count NONE = new Count(0, 0, 0, 0, 0, 0);

        static Count of(PublicationStatistics now) {
            return new Count(now.sinceMs(), now.bytes(), now.videoFrames(), now.audioGapMs(), now.videoGapMs(), 0);
        }

        static Count of(PlaybackStatistics now) {
            return new Count(now.sinceMs(), now.bytes(), now.videoFrames(), 0, 0, 0);
        }

        static Count of(MediaEnded end) {
            return new Count(end.durationMs(), end.bytes(), end.videoFrames(), end.audioGapMs(), end.videoGapMs(), 0);
        }

        Count missedOnce() {
            return new Count(sinceMs, bytes, frames, audioGapMs, videoGapMs, missed + 1);
        }

        Sums since(Count before, @Nullable Integer lagMs) {
            int window = (int) between(sinceMs - before.sinceMs, 1, QualitySample.LONGEST_WINDOW);
            return new Sums(
                    window,
                    between(bytes - before.bytes, 0, Long.MAX_VALUE),
                    (int) between(frames - before.frames, 0, Integer.MAX_VALUE),
                    (int) between(audioGapMs - before.audioGapMs, 0, window),
                    (int) between(videoGapMs - before.videoGapMs, 0, window),
                    null,
                    lagMs);
        }

        /** The relay's counters are read one after the other while they grow. */
        private static long between(long value, long least, long most) {
            return Math.max(least, Math.min(value, most));
        }
    }

    private Map<Long, Count> pushes = new HashMap<>();
    private Map<Long, Count> pulls = new HashMap<>();

    /** The windows since the last look; media whose records are not known is looked at again next time. */
    List<QualitySample> next(
            List<PublicationStatistics> publications,
            Map<Long, LiveMedia> knownPublications,
            List<PlaybackStatistics> playbacks,
            Map<Long, LiveMedia> knownPlaybacks) {
        List<QualitySample> samples = new ArrayList<>();
        Map<Long, Count> nextPushes = new HashMap<>();
        for (PublicationStatistics now : publications) {
            LiveMedia media = knownPublications.get(now.id());
            if (media != null) {
                Count count = Count.of(now);
                samples.add(new QualitySample(media, false, count.since(before(pushes, now.id()), null)));
                nextPushes.put(now.id(), count);
            }
        }
        Map<Long, Count> nextPulls = new HashMap<>();
        for (PlaybackStatistics now : playbacks) {
            LiveMedia media = knownPlaybacks.get(now.id());
            if (media != null) {
                Count count = Count.of(now);
                samples.add(new QualitySample(media, false, count.since(before(pulls, now.id()), now.lagMs())));
                nextPulls.put(now.id(), count);
            }
        }
        pushes = withVanished(nextPushes, pushes);
        pulls = withVanished(nextPulls, pulls);
        return samples;
    }

    /**
     * The last windows, after {@link #next}.
     *
     * @param now when they are written
     */
    List<QualitySample> last(
            List<Finished> ended,
            Map<Long, LiveMedia> knownPublications,
            Map<Long, LiveMedia> knownPlaybacks,
            Instant now) {
        List<QualitySample> samples = new ArrayList<>();
        for (Finished each : ended) {
            boolean isPush = each.side() == MediaSide.PUBLISH;
            long id = each.end().id();
            Count before = (isPush ? pushes : pulls).remove(id);
            LiveMedia media = (isPush ? knownPublications : knownPlaybacks).get(id);
            Sums sums = Count.of(each.end()).since(before == null ? Count.NONE : before, null);
            // A publisher that was lost has been looked at after its last sign of life.
            if (media != null && (sums.windowMs() > 1 || sums.bytes() > 0)) {
                int ago = (int) Math.max(0, Duration.between(each.at(), now).toMillis());
                samples.add(new QualitySample(media, false, sums, ago));
            }
        }
        return samples;
    }

    private static Count before(Map<Long, Count> counts, long id) {
        return counts.getOrDefault(id, Count.NONE);
    }

    private static Map<Long, Count> withVanished(Map<Long, Count> now, Map<Long, Count> before) {
        before.forEach((id, count) -> {
            if (count.missed() < PATIENCE) {
                now.putIfAbsent(id, count.missedOnce());
            }
        });
        return now;
    }
}
