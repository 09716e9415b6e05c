package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalGapsTest {

    private static final long MS = 1_000_000;

    private final ArrivalGaps gaps = new ArrivalGaps(200 * MS);

    @Test
    void beforeTheFirstArrivalThereIsNoGap() {
        assertThat(gaps.totalMs(10_000 * MS)).isZero();
        gaps.arrived(10_000 * MS);
        assertThat(gaps.totalMs(10_000 * MS)).isZero();
    }

    @Test
    void whatComesInTimeLeavesNoGapHoweverOften() {
        for (long at = 0; at < 10_000; at += 200) {
            gaps.arrived(at * MS);
        }
        assertThat(gaps.totalMs(10_000 * MS)).isZero();
    }

    @Test
    void aGapCountsWholeOnceItIsTooLongAndBeforeItHasEnded() {
        gaps.arrived(-50 * MS);
        assertThat(gaps.totalMs(150 * MS)).isZero();
        assertThat(gaps.totalMs(151 * MS)).isEqualTo(201);
        gaps.arrived(250 * MS);
        assertThat(gaps.totalMs(250 * MS)).isEqualTo(300);
        gaps.arrived(350 * MS);
        gaps.arrived(950 * MS);
        assertThat(gaps.totalMs(1_000 * MS)).isEqualTo(900);
    }
}
