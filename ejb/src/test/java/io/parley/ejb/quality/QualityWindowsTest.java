package io.parley.ejb.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.api.MediaEnded;
import io.parley.adapter.api.MediaEnded.Cause;
import io.parley.adapter.api.PlaybackStatistics;
import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.quality.LatestStatistics.Finished;
import io.parley.persistence.quality.MediaSide;
import io.parley.persistence.quality.QualitySample;
import io.parley.persistence.quality.QualitySample.LiveMedia;
import io.parley.persistence.quality.QualitySample.Sums;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityWindowsTest {

    private static final LiveMedia PUSH = new LiveMedia(7, MediaSide.PUBLISH, 1, 2);
    private static final LiveMedia PULL = new LiveMedia(9, MediaSide.PLAY, 1, 2);

    private final QualityWindows windows = new QualityWindows();

    @Test
    void theFirstWindowBeginsWithThePublicationAndTheNextWhereItEnded() {
        assertThat(looked(push(4_000, 1_000, 60, 250, 600)))
                .containsExactly(new QualitySample(PUSH, false, new Sums(4_000, 1_000, 60, 250, 600, null, null)));
        assertThat(looked(push(14_500, 3_500, 210, 250, 1_700)))
                .containsExactly(new QualitySample(PUSH, false, new Sums(10_500, 2_500, 150, 0, 1_100, null, null)));
    }

    @Test
    void aGapThatBeganInTheWindowBeforeIsNoLongerThanTheWindow() {
        looked(push(10_000, 1, 1, 0, 0));
        assertThat(looked(push(10_100, 1, 1, 280, 0)).get(0).sums().audioGapMs())
                .isEqualTo(100);
    }

    @Test
    void mediaWhoseRecordIsNotKnownYetIsCountedWholeWhenItIs() {
        assertThat(windows.next(List.of(push(1_000, 10, 1, 0, 0)), Map.of(), List.of(), Map.of()))
                .isEmpty();
        assertThat(looked(push(2_000, 30, 2, 0, 0)).get(0).sums().bytes()).isEqualTo(30);
    }

    @Test
    void aPlaybackIsToldWithItsLag() {
        pull(1_000, 10, 1, 0);
        assertThat(pull(11_000, 500, 151, 320))
                .containsExactly(new QualitySample(PULL, false, new Sums(10_000, 490, 150, 0, 0, null, 320)));
    }

    @Test
    void countersThatWereReadInTheWrongMomentNeverGiveANegativeSum() {
        looked(push(10_000, 500, 50, 300, 0));
        Sums sums = looked(push(10_000, 499, 49, 299, 0)).get(0).sums();
        assertThat(sums).isEqualTo(new Sums(1, 0, 0, 0, 0, null, null));
    }

    @Test
    void whatEndsGetsALastWindowFromTheLastLookToItsEnd() {
        looked(push(10_000, 1_000, 150, 250, 0));
        assertThat(windows.next(List.of(), Map.of(), List.of(), Map.of())).isEmpty();
        assertThat(ended(MediaSide.PUBLISH, new MediaEnded(7, Cause.CLIENT, 1_400, 14_000, 200, 250, 600)))
                .containsExactly(new QualitySample(PUSH, false, new Sums(4_000, 400, 50, 0, 600, null, null), 3_000));
    }

    @Test
    void whatEndsBeforeAnybodyLookedIsOneWindow() {
        assertThat(ended(MediaSide.PLAY, new MediaEnded(9, Cause.CLIENT, 70, 4_000, 60, 0, 0)))
                .containsExactly(new QualitySample(PULL, false, new Sums(4_000, 70, 60, 0, 0, null, null), 3_000));
    }

    @Test
    void aLostPublisherThatWasLookedAtWhileItMightComeBackHasNoWindowAfterItsEnd() {
        looked(push(20_000, 1_000, 150, 4_000, 4_000));
        assertThat(ended(MediaSide.PUBLISH, new MediaEnded(7, Cause.CONNECTION_LOST, 1_000, 15_000, 150, 0, 0)))
                .isEmpty();
    }

    private List<QualitySample> ended(MediaSide side, MediaEnded end) {
        Instant at = Instant.parse("2026-11-22T12:00:00Z");
        return windows.last(
                List.of(new Finished(side, end, at)), Map.of(7L, PUSH), Map.of(9L, PULL), at.plusSeconds(3));
    }

    private List<QualitySample> looked(PublicationStatistics now) {
        return windows.next(List.of(now), Map.of(7L, PUSH), List.of(), Map.of());
    }

    private List<QualitySample> pull(long sinceMs, long bytes, long frames, int lagMs) {
        PlaybackStatistics now = new PlaybackStatistics(9, "RTMP", "", sinceMs, bytes, lagMs, 0, frames, 0);
        return windows.next(List.of(), Map.of(), List.of(now), Map.of(9L, PULL));
    }

    private static PublicationStatistics push(long sinceMs, long bytes, long frames, long audioGap, long videoGap) {
        return new PublicationStatistics(
                7, "RTMP", "", sinceMs, bytes, frames + 1, 0, frames, audioGap, videoGap, 0, 0, 0);
    }
}
