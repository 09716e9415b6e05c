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

    private void guess(String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.wrong(name, address);
        }
    }

    @Test
    void aFewSlipsCostNothing() {
        guess("ann", "10.0.0.1", SignInThrottle.FREE_FOR_NAME - 1);
        assertThat(throttle.wait("ann", "10.0.0.1")).isEmpty();
    }

    @Test
    void eachFurtherWrongPasswordDoublesTheWaitUpToTheLongest() {
        guess("ann", "10.0.0.1", SignInThrottle.FREE_FOR_NAME);
        assertThat(throttle.wait("ann", "10.0.0.1")).contains(Duration.ofSeconds(1));
        guess("ann", "10.0.0.1", 3);
        assertThat(throttle.wait("ann", "10.0.0.1")).contains(Duration.ofSeconds(8));
        guess("ann", "10.0.0.1", 100);
        assertThat(throttle.wait("ann", "10.0.0.1")).contains(SignInThrottle.LONGEST);
    }

    @Test
    void theOwnerIsNotSlowedDownByAGuesserElsewhere() {
        guess("ann", "10.0.0.1", 20);
        assertThat(throttle.wait("ann", "10.0.0.2")).isEmpty();
        assertThat(throttle.wait("Ann", "10.0.0.1"))
                .as("whatever the case of the letters")
                .isPresent();
    }

    @Test
    void whoTriesManyNamesFromOneAddressWaitsToo() {
        for (int i = 0; i < SignInThrottle.FREE_FOR_ADDRESS; i++) {
            throttle.wrong("name" + i, "10.0.0.1");
        }
        assertThat(throttle.wait("somebody", "10.0.0.1")).isPresent();
    }

    @Test
    void theRightPasswordForgivesTheNameAndNotTheAddress() {
        guess("ann", "10.0.0.1", SignInThrottle.FREE_FOR_ADDRESS);
        throttle.right("ann", "10.0.0.1");
        assertThat(throttle.wait("ann", "10.0.0.1")).contains(Duration.ofSeconds(1));
    }

    @Test
    void aQuarterOfAnHourWithoutAnotherOneForgetsAll() {
        guess("ann", "10.0.0.1", 50);
        now = now.plus(SignInThrottle.MEMORY).plusSeconds(1);
        assertThat(throttle.wait("ann", "10.0.0.1")).isEmpty();
        throttle.wrong("ann", "10.0.0.1");
        assertThat(throttle.wait("ann", "10.0.0.1")).isEmpty();
    }
}
