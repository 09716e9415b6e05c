package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseDetectorTest {

    private final PauseDetector pauses = new PauseDetector(1_000);

    @Test
    void aServerThatListensHasNone() {
        for (long now = 100_000; now < 200_000; now += 1_000) {
            pauses.look(now, 900, true);
        }
        assertThat(200_000 - pauses.last()).isGreaterThan(1_000_000_000L);
    }

    @Test
    void messagesThatWaitForAThreadAreOne() {
        pauses.look(100_000, 0, true);
        pauses.look(101_000, 5_000, true);
        pauses.look(102_000, 0, true);
        assertThat(pauses.last()).isEqualTo(101_000);
    }

    @Test
    void aSweepThatComesLateIsOneThatEndsWithIt() {
        pauses.look(100_000, 0, true);
        pauses.look(140_000, 0, true);
        assertThat(pauses.last()).isEqualTo(140_000);
        pauses.look(141_000, 0, true);
        assertThat(pauses.last()).isEqualTo(140_000);
    }

    @Test
    void aNodeThatLetsNobodyInIsOne() {
        pauses.look(100_000, 0, false);
        assertThat(pauses.last()).isEqualTo(100_000);
    }
}
