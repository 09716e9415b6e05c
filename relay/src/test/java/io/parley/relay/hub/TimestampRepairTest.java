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
    void distanceBetweenTheTracksIsKeptToTheMillisecond() {
        int base = 100_000_000;
        long audio = clock.repair(AUDIO, base + 400);
        long video = clock.repair(VIDEO, base);
        assertThat(audio).isEqualTo(TimestampRepair.START);
        assertThat(audio - video).isEqualTo(400);
        assertThat(clock.repair(VIDEO, base + 33) - video).isEqualTo(33);
    }

    @Test
    void wrapAt32BitsGoesForward() {
        long before = clock.repair(AUDIO, 0xFFFFFFF0);
        assertThat(clock.repair(AUDIO, 0x10) - before).isEqualTo(32);
        assertThat(clock.repair(VIDEO, 0x20) - before).isEqualTo(48);
    }

    @Test
    void gapsOfSecondsStay() {
        run(0, 1_000);
        assertThat(clock.repair(VIDEO, 3_000)).isEqualTo(3_000);
        assertThat(clock.repair(AUDIO, 3_010)).isEqualTo(3_010);
    }

    @Test
    void stepBackOnBothTracksGoesOnForwardWithTheDistanceKept() {
        run(0, 8_000);
        long video = clock.repair(VIDEO, 3_000);
        long audio = clock.repair(AUDIO, 3_010);
        assertThat(video).isBetween(8_000L, 8_100L);
        assertThat(audio - video).isEqualTo(10);
        assertThat(clock.repair(VIDEO, 3_040) - video).isEqualTo(40);
    }

    @Test
    void stepBackOnOneTrackLeavesTheOtherAlone() {
        run(0, 8_000);
        assertThat(clock.repair(VIDEO, 3_000)).isBetween(8_000L, 8_100L);
        assertThat(clock.repair(AUDIO, 8_040)).isEqualTo(8_040);
        assertThat(clock.repair(VIDEO, 3_040)).isBetween(8_040L, 8_140L);
        assertThat(clock.repair(AUDIO, 8_080)).isEqualTo(8_080);
    }

    @Test
    void hourForwardIsAChangedClock() {
        run(0, 1_000);
        long audio = clock.repair(AUDIO, 3_601_000);
        assertThat(audio).isBetween(1_000L, 1_100L);
        assertThat(clock.repair(VIDEO, 3_601_013) - audio).isEqualTo(13);
    }

    @Test
    void equalAndSlightlyBackwardTimestampsAreHeld() {
        run(0, 1_000);
        long before = clock.repair(AUDIO, 1_000);
        assertThat(clock.repair(AUDIO, 1_000)).isEqualTo(before);
        assertThat(clock.repair(AUDIO, 990)).isEqualTo(before);
        assertThat(clock.repair(AUDIO, 1_020)).isEqualTo(1_020);
    }

    @Test
    void nextPublisherGoesOnWhereTheLastOneStopped() {
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
