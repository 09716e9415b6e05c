package io.parley.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PerSecondRateLimiterTest {

    @Test
    void soManyAreAllowedAndOneMoreIsNotUntilTheSecondIsOver() {
        PerSecondRateLimiter three = new PerSecondRateLimiter(3);
        long begin = -5;
        assertThat(three.allows(begin)).isTrue();
        assertThat(three.allows(begin + 1)).isTrue();
        assertThat(three.allows(begin + TimeUnit.SECONDS.toNanos(1) - 1))
                .as("n")
                .isTrue();
        assertThat(three.allows(begin + TimeUnit.SECONDS.toNanos(1) - 1))
                .as("n + 1")
                .isFalse();
        assertThat(three.allows(begin + TimeUnit.SECONDS.toNanos(1)))
                .as("next second")
                .isTrue();
    }

    @Test
    void zeroIsNoLimit() {
        PerSecondRateLimiter any = new PerSecondRateLimiter(0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(any.allows(7)).isTrue();
        }
    }
}
