package io.parley.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalRateLimiterTest {

    private long now = 5;
    private final RefusalRateLimiter limiter = new RefusalRateLimiter(2, () -> now);

    @Test
    void isSpentAfterSoManyUntilTheMinuteThatBeganWithTheFirstIsOver() {
        limiter.spend(1);
        assertThat(limiter.isSpent(1)).isFalse();
        now += TimeUnit.SECONDS.toNanos(40);
        limiter.spend(1);
        assertThat(limiter.isSpent(1)).isTrue();
        now += TimeUnit.SECONDS.toNanos(20) - 1;
        assertThat(limiter.isSpent(1)).isTrue();
        now++;
        assertThat(limiter.isSpent(1)).isFalse();
        limiter.spend(1);
        assertThat(limiter.isSpent(1)).as("a minute of its own").isFalse();
    }

    @Test
    void addressesDoNotPayForEachOther() {
        limiter.spend(1);
        limiter.spend(1);
        assertThat(limiter.isSpent(1)).isTrue();
        assertThat(limiter.isSpent(2)).isFalse();
    }

    @Test
    void remembersSoManyAddressesAndForgetsTheOldestMinute() {
        for (long address = 0; address < RefusalRateLimiter.MOST_ADDRESSES + 1; address++) {
            limiter.spend(address);
            limiter.spend(address);
        }
        assertThat(limiter.size()).isEqualTo(RefusalRateLimiter.MOST_ADDRESSES);
        assertThat(limiter.isSpent(0)).isFalse();
        assertThat(limiter.isSpent(1)).isTrue();
        assertThat(limiter.isSpent(RefusalRateLimiter.MOST_ADDRESSES)).isTrue();
    }

    @Test
    void aNewMinuteMakesAnAddressTheYoungest() {
        limiter.spend(1);
        limiter.spend(2);
        now += TimeUnit.MINUTES.toNanos(1);
        limiter.spend(1);
        for (long address = 10; address < 10 + RefusalRateLimiter.MOST_ADDRESSES - 1; address++) {
            limiter.spend(address);
        }
        limiter.spend(1);
        assertThat(limiter.isSpent(1)).isTrue();
    }
}
