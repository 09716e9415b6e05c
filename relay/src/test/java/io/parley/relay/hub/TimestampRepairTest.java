package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimestampRepairTest {

    private static final boolean VIDEO = true;
    private static final boolean AUDIO = false;

    private final TimestampRepair clock = new TimestampRepair();

    @Test
    void clocksThatBeginNearZeroAreTakenAsTheyAre() {
        assertThat(clock.repair(AUDIO, 40)).isEqualTo(40);
        assertThat(clock.repair(VIDEO, 0)).isEqualTo(0);
        assertThat(clock.repair(AUDIO, 63)).isEqualTo(63);
    }

    @Test
    void t6_distanceBetweenTheTracksIsKeptToTheMillisecond() {
        int base = 100_000_000;
        long audio = clock.repair(AUDIO, base + 400);
        long video = clock.repair(VIDEO, base);
        assertThat(audio).isEqualTo(TimestampRepair.START);
        assertThat(audio - video).isEqualTo(400);
        assertThat(clock.repair(VIDEO, base + 33) - video).isEqualTo(33);
    }

    @Test
    void t4_wrapAt32BitsGoesForward() {
        long before = clock.repair(AUDIO, 0xFFFFFFF0);
        assertThat(clock.repair(AUDIO, 0x10) - before).isEqualTo(32);
        assertThat(clock.repair(VIDEO, 0x20) - before).isEqualTo(48);
    }

    @Test
    void t4_wrapOfBothTracksKeepsTheirDistance() {
        int start = 0xFFFFFFFF - 5_000;
        long first = clock.repair(AUDIO, start);
        for (int time = 20; time < 20_000; time += 20) {
            assertThat(clock.repair(AUDIO, start + time) - first).isEqualTo(time);
            assertThat(clock.repair(VIDEO, start + time + 7) - first).isEqualTo(time + 7);
        }
    }

    @Test
    void t6_lateTrackKeepsItsDistanceToo() {
        run(0, 2_000);
        TimestampRepair late = new TimestampRepair();
        late.repair(AUDIO, 20_000_000);
        for (int time = 20; time <= 400; time += 20) {
            late.repair(AUDIO, 20_000_000 + time);
        }
        assertThat(late.repair(VIDEO, 20_000_400)).isEqualTo(TimestampRepair.START + 400);
    }

    @Test
    void t7_trackThatWasSilentForLongFitsWhereTheOtherOneIs() {
        run(0, 1_000);
        for (int time = 1_040; time <= 31_000; time += 40) {
            assertThat(clock.repair(VIDEO, time)).isEqualTo(time);
        }
        assertThat(clock.repair(AUDIO, 31_000)).isEqualTo(31_000);
        assertThat(clock.repair(VIDEO, 31_040)).isEqualTo(31_040);
        assertThat(clock.repair(AUDIO, 31_020)).isEqualTo(31_020);
    }

    @Test
    void t7_changedClockAfterSilenceGoesOnAtTheHead() {
        run(0, 1_000);
        for (int time = 1_040; time <= 31_000; time += 40) {
            clock.repair(VIDEO, time);
        }
        assertThat(clock.repair(AUDIO, 7_000_000)).isEqualTo(31_000);
        assertThat(clock.repair(VIDEO, 7_000_010)).isEqualTo(31_010);
    }

    @Test
    void t6_secondTrackWithAClockOfItsOwnBeginsAtTheHead() {
        for (int time = 0; time <= 1_000; time += 20) {
            clock.repair(AUDIO, time);
        }
        assertThat(clock.repair(VIDEO, 3_600_000)).isEqualTo(1_000);
        assertThat(clock.repair(AUDIO, 1_020)).isEqualTo(1_020);
        assertThat(clock.repair(VIDEO, 3_600_040)).isEqualTo(1_040);
    }

    @Test
    void t12_hoursAndWeeksDoNotDrift() {
        // AAC frames at 44.1 kHz and pictures at 30 Hz, both rounded, from just below the 32-bit wrap.
        long start = (1L << 32) - 3_600_000;
        for (long frame = 0; frame < 2_000_000; frame++) {
            long audio = frame * 1024_000 / 44_100;
            long video = frame * 1000 / 43;
            long heard = clock.repair(AUDIO, (int) (start + audio)) - audio;
            long seen = clock.repair(VIDEO, (int) (start + video)) - video;
            if (heard != TimestampRepair.START || seen != TimestampRepair.START) {
                throw new AssertionError("drift after " + audio + " ms: " + heard + ", " + seen);
            }
        }
    }

    @Test
    void t7_gapsOfSecondsStay() {
        run(0, 1_000);
        assertThat(clock.repair(VIDEO, 3_000)).isEqualTo(3_000);
        assertThat(clock.repair(AUDIO, 3_010)).isEqualTo(3_010);
    }

    @Test
    void t7_stepBackOnBothTracksGoesOnForwardWithTheDistanceKept() {
        run(0, 8_000);
        long video = clock.repair(VIDEO, 3_000);
        long audio = clock.repair(AUDIO, 3_010);
        assertThat(video).isBetween(8_000L, 8_100L);
        assertThat(audio - video).isEqualTo(10);
        assertThat(clock.repair(VIDEO, 3_040) - video).isEqualTo(40);
    }

    @Test
    void t7_stepBackOnOneTrackLeavesTheOtherAlone() {
        run(0, 8_000);
        assertThat(clock.repair(VIDEO, 3_000)).isBetween(8_000L, 8_100L);
        assertThat(clock.repair(AUDIO, 8_040)).isEqualTo(8_040);
        assertThat(clock.repair(VIDEO, 3_040)).isBetween(8_040L, 8_140L);
        assertThat(clock.repair(AUDIO, 8_080)).isEqualTo(8_080);
    }

    @Test
    void t7_hourForwardIsAChangedClock() {
        run(0, 1_000);
        long audio = clock.repair(AUDIO, 3_601_000);
        assertThat(audio).isBetween(1_000L, 1_100L);
        assertThat(clock.repair(VIDEO, 3_601_013) - audio).isEqualTo(13);
    }

    @Test
    void t8_equalAndSlightlyBackwardTimestampsAreHeld() {
        run(0, 1_000);
        long before = clock.repair(AUDIO, 1_000);
        assertThat(clock.repair(AUDIO, 1_000)).isEqualTo(before);
        assertThat(clock.repair(AUDIO, 990)).isEqualTo(before);
        assertThat(clock.repair(AUDIO, 1_020)).isEqualTo(1_020);
    }

    @Test
    void t7_nextPublisherGoesOnWhereTheLastOneStopped() {
        run(0, 5_000);
        long head = clock.head();
        clock.resume();
        long audio = clock.repair(AUDIO, 0);
        assertThat(audio).isGreaterThan(head).isLessThan(head + 100);
        assertThat(clock.repair(VIDEO, 7) - audio).isEqualTo(7);
        assertThat(clock.repair(VIDEO, 47) - audio).isEqualTo(47);
    }

    private void run(int from, int to) {
        for (int time = from; time <= to; time += 40) {
            clock.repair(VIDEO, time);
            clock.repair(AUDIO, time);
        }
    }
}
