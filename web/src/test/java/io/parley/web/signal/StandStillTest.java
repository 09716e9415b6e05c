package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandStillTest {

    private final StandStill standStill = new StandStill(1_000);

    @Test
    void aServerThatListensHasNone() {
        for (long now = 100_000; now < 200_000; now += 1_000) {
            standStill.look(now, 900, true);
        }
        assertThat(200_000 - standStill.last()).isGreaterThan(1_000_000_000L);
    }

    @Test
    void messagesThatWaitForAThreadAreOne() {
        standStill.look(100_000, 0, true);
        standStill.look(101_000, 5_000, true);
        standStill.look(102_000, 0, true);
        assertThat(standStill.last()).isEqualTo(101_000);
    }

    @Test
    void aSweepThatComesLateIsOneThatEndsWithIt() {
        standStill.look(100_000, 0, true);
        standStill.look(140_000, 0, true);
        assertThat(standStill.last()).isEqualTo(140_000);
        standStill.look(141_000, 0, true);
        assertThat(standStill.last()).isEqualTo(140_000);
    }

    @Test
    void aNodeThatLetsNobodyInIsOne() {
        standStill.look(100_000, 0, false);
        assertThat(standStill.last()).isEqualTo(100_000);
    }
}
