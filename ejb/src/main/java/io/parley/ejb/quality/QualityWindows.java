package io.parley.ejb.quality;

import io.parley.adapter.api.PlaybackFigures;
import io.parley.adapter.api.PublicationFigures;
import io.parley.persistence.quality.QualitySample;
import io.parley.persistence.quality.QualitySample.LiveMedia;
import io.parley.persistence.quality.QualitySample.Sums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the relay has counted since each beginning into windows, by remembering the figures of the last look. One thread. */
final class QualityWindows {

    private Map<Long, PublicationFigures> pushes = Map.of();
    private Map<Long, PlaybackFigures> pulls = Map.of();

    /** What happened since the last look; media whose records are not known is looked at again next time. */
    List<QualitySample> next(
            List<PublicationFigures> publications,
            Map<Long, LiveMedia> knownPublications,
            List<PlaybackFigures> playbacks,
            Map<Long, LiveMedia> knownPlaybacks) {
        List<QualitySample> samples = new ArrayList<>();
        Map<Long, PublicationFigures> nextPushes = new HashMap<>();
        for (PublicationFigures now : publications) {
            LiveMedia media = knownPublications.get(now.id());
            if (media != null) {
                add(samples, media, since(now, pushes.get(now.id())));
                nextPushes.put(now.id(), now);
            }
        }
        Map<Long, PlaybackFigures> nextPulls = new HashMap<>();
        for (PlaybackFigures now : playbacks) {
            LiveMedia media = knownPlaybacks.get(now.id());
            if (media != null) {
                add(samples, media, since(now, pulls.get(now.id())));
                nextPulls.put(now.id(), now);
            }
        }
        pushes = nextPushes;
        pulls = nextPulls;
        return samples;
    }

    private static void add(List<QualitySample> samples, LiveMedia media, Sums sums) {
        samples.add(new QualitySample(media, false, sums));
    }

    private static Sums since(PublicationFigures now, @Nullable PublicationFigures before) {
        int window = window(now.sinceMs() - (before == null ? 0 : before.sinceMs()));
        return new Sums(
                window,
                count(now.bytes() - (before == null ? 0 : before.bytes()), Long.MAX_VALUE),
                (int) count(now.videoFrames() - (before == null ? 0 : before.videoFrames()), Integer.MAX_VALUE),
                (int) count(now.audioGapMs() - (before == null ? 0 : before.audioGapMs()), window),
                (int) count(now.videoGapMs() - (before == null ? 0 : before.videoGapMs()), window),
                null,
                null);
    }

    private static Sums since(PlaybackFigures now, @Nullable PlaybackFigures before) {
        return new Sums(
                window(now.sinceMs() - (before == null ? 0 : before.sinceMs())),
                count(now.bytes() - (before == null ? 0 : before.bytes()), Long.MAX_VALUE),
                (int) count(now.videoFrames() - (before == null ? 0 : before.videoFrames()), Integer.MAX_VALUE),
                0,
                0,
                null,
                now.lagMs());
    }

    private static int window(long ms) {
        return (int) Math.max(1, Math.min(ms, QualitySample.LONGEST_WINDOW));
    }

    /** The relay's counters are read one after the other while they grow. */
    private static long count(long difference, long most) {
        return Math.max(0, Math.min(difference, most));
    }
}
