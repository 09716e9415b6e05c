package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    private final SignInThrottle throttle = new SignInThrottle(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    /** As often as it may, waiting whenever it has to. */
    private void guess(String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.begin(name, address).ifPresent(wait -> {
                now = now.plus(wait);
                assertThat(throttle.begin(name, address)).isEmpty();
            });
        }
    }

    @Test
    void aFewSlipsCostNothing() {
        for (int i = 0; i < SignInThrottle.FREE_FOR_NAME; i++) {
            assertThat(throttle.begin("ann", "10.0.0.1")).isEmpty();
        }
        assertThat(throttle.begin("ann", "10.0.0.1")).contains(Duration.ofSeconds(1));
    }

    @Test
    void eachFurtherWrongPasswordDoublesTheWaitUpToTheLongest() {
        guess("ann", "10.0.0.1", SignInThrottle.FREE_FOR_NAME + 3);
        assertThat(throttle.begin("ann", "10.0.0.1")).contains(Duration.ofSeconds(8));
        guess("ann", "10.0.0.1", 20);
        assertThat(throttle.begin("ann", "10.0.0.1")).contains(SignInThrottle.LONGEST);
    }

    @Test
    void triesAtTheSameTimeAreCountedBeforeAnyOfThemIsKnownToBeWrong() {
        long counted = java.util.stream.IntStream.range(0, 40)
                .filter(i -> throttle.begin("ann", "10.0.0.1").isEmpty())
                .count();
        assertThat(counted).isEqualTo(SignInThrottle.FREE_FOR_NAME);
    }

    @Test
    void theOwnerIsNotSlowedDownByAGuesserElsewhere() {
        guess("ann", "10.0.0.1", 20);
        assertThat(throttle.begin("ann", "10.0.0.2")).isEmpty();
        assertThat(throttle.begin("Ann", "10.0.0.1"))
                .as("whatever the case of the letters")
                .isPresent();
    }

    @Test
    void whoTriesManyNamesFromOneAddressWaitsAfterTheFirstTryOfEach() {
        for (int i = 0; i < SignInThrottle.FREE_FOR_ADDRESS; i++) {
            throttle.begin("name" + i, "10.0.0.1");
        }
        assertThat(throttle.begin("somebody", "10.0.0.1")).isEmpty();
        assertThat(throttle.begin("somebody", "10.0.0.1")).isPresent();
    }

    @Test
    void nobodyWithTheRightPasswordIsKeptOutByOthersAtTheSameAddress() {
        for (int i = 0; i < 10 * SignInThrottle.FREE_FOR_ADDRESS; i++) {
            throttle.begin("name" + i, "10.0.0.1");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(throttle.begin("ann", "10.0.0.1")).isEmpty();
            throttle.right("ann", "10.0.0.1");
        }
    }

    @Test
    void theRightPasswordForgivesTheNameAndNotTheAddress() {
        guess("ann", "10.0.0.1", SignInThrottle.FREE_FOR_ADDRESS + 1);
        throttle.right("ann", "10.0.0.1");
        assertThat(throttle.begin("ann", "10.0.0.1")).isEmpty();
        assertThat(throttle.begin("ann", "10.0.0.1")).isPresent();
    }

    @Test
    void aQuarterOfAnHourWithoutAnotherOneForgetsAll() {
        guess("ann", "10.0.0.1", 20);
        now = now.plus(SignInThrottle.MEMORY).plusSeconds(1);
        guess("ann", "10.0.0.1", 1);
        assertThat(throttle.begin("ann", "10.0.0.1")).isEmpty();
    }
}
