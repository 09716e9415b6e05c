package io.parley.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FixedWindowCounterTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FixedWindowCounter counter = new FixedWindowCounter(SECOND);

    @Test
    void soManyAreAllowedAndOneMoreIsNotUntilTheSecondIsOver() {
        long begin = -5;
        assertThat(counter.take(3, begin)).isTrue();
        assertThat(counter.take(3, begin + 1)).isTrue();
        assertThat(counter.take(3, begin + SECOND - 1)).as("n").isTrue();
        assertThat(counter.take(3, begin + SECOND - 1)).as("n + 1").isFalse();
        assertThat(counter.take(3, begin + SECOND)).as("next second").isTrue();
    }

    @Test
    void zeroIsNoLimit() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(counter.take(0, 7)).isTrue();
        }
        assertThat(counter.isFull(0, 7)).isFalse();
    }

    @Test
    void theNextWindowBeginsWithAnEventAndNotWithTheEndOfTheLast() {
        assertThat(counter.take(1, 0)).isTrue();
        assertThat(counter.take(1, 3 * SECOND / 2)).isTrue();
        assertThat(counter.take(1, 2 * SECOND)).as("half a second later").isFalse();
        assertThat(counter.take(1, 5 * SECOND / 2)).isTrue();
    }

    @Test
    void askingWhetherItIsFullCountsNothing() {
        assertThat(counter.isFull(1, 0)).isFalse();
        assertThat(counter.isFull(1, 0)).isFalse();
        assertThat(counter.take(1, 0)).isTrue();
        assertThat(counter.isFull(1, SECOND - 1)).isTrue();
        assertThat(counter.isFull(2, SECOND - 1)).isFalse();
        assertThat(counter.isFull(1, SECOND)).isFalse();
    }

    @Test
    void timesGoOnBeyondTheLargestNumber() {
        long begin = Long.MAX_VALUE;
        assertThat(counter.take(1, begin)).isTrue();
        assertThat(counter.take(1, begin + SECOND - 1)).isFalse();
        assertThat(counter.take(1, begin + SECOND)).isTrue();
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyWaitingForIt() {
        assertThat(counter.take(1, 9 * SECOND)).isTrue();
        assertThat(counter.take(1, 8 * SECOND + 1)).as("a little").isFalse();
        assertThat(counter.take(1, 8 * SECOND)).as("by a whole window").isTrue();
    }
}
