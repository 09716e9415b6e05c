package io.parley.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeanBitrateTest {

    /** Ten thousand bytes in ten seconds. */
    private final MeanBitrate bitrate = new MeanBitrate(8);

    @Test
    void burstMayHaveTheBytesOfTenSecondsAndNotOneMore() {
        assertThat(bitrate.isExceeded(0, at(0))).isFalse();
        assertThat(bitrate.isExceeded(9_999, at(300))).as("n - 1").isFalse();
        assertThat(bitrate.isExceeded(10_000, at(300))).as("n").isFalse();
        assertThat(bitrate.isExceeded(10_001, at(300))).as("n + 1").isTrue();
    }

    @Test
    void whatCameBeforeTheFirstLookCounts() {
        assertThat(bitrate.isExceeded(10_001, at(700))).isTrue();
    }

    @Test
    void exactlyTheLimitMayGoOnForEverAndAByteMoreMayNot() {
        long second = 0;
        for (; second < 100; second++) {
            assertThat(bitrate.isExceeded(1_000 * second, at(1_000 * second))).isFalse();
        }
        assertThat(bitrate.isExceeded(1_000 * second + 1, at(1_000 * second))).isTrue();
    }

    @Test
    void burstIsForgottenAfterTenSeconds() {
        assertThat(bitrate.isExceeded(0, at(0))).isFalse();
        for (int second = 1; second <= 9; second++) {
            assertThat(bitrate.isExceeded(10_000, at(1_000 * second))).isFalse();
        }
        assertThat(bitrate.isExceeded(10_500, at(9_500))).isTrue();
        assertThat(bitrate.isExceeded(10_500, at(11_500))).isFalse();
        assertThat(bitrate.isExceeded(20_000, at(12_000))).isFalse();
    }

    @Test
    void lateLooksCountTheTimeThatHasPassed() {
        assertThat(bitrate.isExceeded(0, at(0))).isFalse();
        assertThat(bitrate.isExceeded(60_000, at(60_000))).isFalse();
        assertThat(bitrate.isExceeded(80_001, at(61_000))).isTrue();
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(new MeanBitrate(0).isExceeded(Long.MAX_VALUE / 16, at(1))).isFalse();
    }

    private static long at(long millis) {
        return -7 + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
