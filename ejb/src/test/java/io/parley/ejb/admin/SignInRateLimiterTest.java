package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.TestClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignInRateLimiterTest {

    private static final int PER_NAME = 5;
    private static final int PER_ADDRESS = 30;
    private static final int ADDRESS_SECONDS = 20;
    private static final int STRANGERS = 60;
    private static final String HOME = "10.0.0.1";

    private final TestClock clock = new TestClock();
    private final SignInRateLimiter limiter =
            new SignInRateLimiter(clock, PER_NAME, PER_ADDRESS, ADDRESS_SECONDS, STRANGERS);

    private Duration wait(String name, String address, String device) {
        return limiter.begin(name, address, device).delay();
    }

    /** As often as it may, waiting whenever it has to. */
    private void guess(String name, String address, String device, int times) {
        for (int i = 0; i < times; i++) {
            Duration wait = wait(name, address, device);
            if (!wait.isZero()) {
                clock.goOn(wait);
                assertThat(wait(name, address, device)).isZero();
            }
        }
    }

    private void signIn(String name, String address, String device) {
        SignInRateLimiter.Attempt attempt = limiter.begin(name, address, device);
        assertThat(attempt.delay()).isZero();
        limiter.right(attempt);
    }

    @Test
    void aFewSlipsCostNothing() {
        for (int i = 0; i < PER_NAME; i++) {
            assertThat(wait("ann", HOME, "")).isZero();
        }
        assertThat(wait("ann", HOME, "")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void eachFurtherWrongPasswordDoublesTheWaitUpToTheLongest() {
        guess("ann", HOME, "", PER_NAME + 3);
        assertThat(wait("ann", HOME, "")).isEqualTo(Duration.ofSeconds(8));
        guess("ann", HOME, "", 20);
        assertThat(wait("ann", HOME, "")).isEqualTo(SignInRateLimiter.LONGEST);
    }

    @Test
    void triesAtTheSameTimeAreCountedBeforeAnyOfThemIsKnownToBeWrong() {
        assertThat(IntStream.range(0, 40)
                        .filter(i -> wait("ann", HOME, "").isZero())
                        .count())
                .isEqualTo(PER_NAME);
    }

    @Test
    void theOwnerIsNotSlowedDownByAGuesserElsewhere() {
        guess("ann", HOME, "", 20);
        assertThat(wait("ann", "10.0.0.2", "")).isZero();
        assertThat(wait("Ann", HOME, "")).as("whatever the case of the letters").isPositive();
    }

    @Test
    void anAddressHasSoManyTriesWhateverNamesItTries() {
        assertThat(IntStream.range(0, 60)
                        .filter(i -> wait("new" + i, HOME, "").isZero())
                        .count())
                .isEqualTo(PER_ADDRESS);
        assertThat(wait("another", HOME, "")).isEqualTo(Duration.ofSeconds(ADDRESS_SECONDS));
        clock.goOn(Duration.ofSeconds(ADDRESS_SECONDS));
        assertThat(wait("another", HOME, "")).isZero();
        assertThat(wait("yet another", HOME, "")).isPositive();
    }

    @Test
    void aSubscribersWholeNetworkIsOneAddress() {
        for (int i = 0; i < PER_ADDRESS; i++) {
            assertThat(wait("new" + i, "2001:db8:1:2::" + Integer.toHexString(i), ""))
                    .isZero();
        }
        assertThat(wait("new", "2001:db8:1:2:ffff::1%eth0", "")).isPositive();
        assertThat(wait("new", "2001:db8:1:3::1", "")).isZero();
        assertThat(wait("new", "::ffff:10.0.0.9", "")).isZero();
    }

    @Test
    void onePasswordForManyNamesFromManyAddressesIsSlowed() {
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> wait("name" + i, "10.1." + i / 250 + "." + i % 250, "")
                                .isZero())
                        .count())
                .isEqualTo(STRANGERS);
        clock.goOn(Duration.ofMinutes(1));
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> wait("name" + i, "10.2." + i / 250 + "." + i % 250, "")
                                .isZero())
                        .count())
                .as("in the next minute")
                .isEqualTo(STRANGERS);
    }

    @Test
    void aKnownDeviceWaitsForNobodyElsesWrongPasswords() {
        for (int i = 0; i < 1_000; i++) {
            wait("ann", HOME, "");
            wait("name" + i, HOME, "");
            wait("ann", "10.1." + i / 250 + "." + i % 250, "");
        }
        assertThat(wait("ann", HOME, "")).as("an unknown one").isPositive();
        assertThat(wait("ann", HOME, "device of ann")).isZero();
    }

    @Test
    void aKnownDeviceThatGuessesIsSlowedByItself() {
        guess("ann", HOME, "lost device", PER_NAME + 2);
        assertThat(wait("ann", "10.0.0.2", "lost device")).isEqualTo(Duration.ofSeconds(4));
        assertThat(wait("ann", HOME, "new device")).isZero();
    }

    @Test
    void aProgramThatHasSignedInFromItsAddressIsNotHeldUpByStrangersThere() {
        signIn("robot", HOME, "");
        for (int i = 0; i < 200; i++) {
            wait("name" + i, HOME, "");
            wait("name" + i, "10.1.0." + i, "");
        }
        signIn("robot", HOME, "");
        assertThat(wait("robot", "10.0.0.2", "")).as("elsewhere it is unknown").isPositive();
    }

    @Test
    void theRightPasswordForgivesTheNameAndOfTheAddressOnlyItsOwnTry() {
        for (int i = 0; i < PER_ADDRESS - 1; i++) {
            wait("name" + i, HOME, "");
        }
        signIn("mallory", HOME, "");
        assertThat(wait("somebody", HOME, "")).isZero();
        assertThat(wait("somebody else", HOME, "")).isPositive();
    }

    @Test
    void aTryWhosePasswordWasNotLookedAtDoesNotCount() {
        for (int i = 0; i < 500; i++) {
            SignInRateLimiter.Attempt attempt = limiter.begin("ann", HOME, "");
            assertThat(attempt.delay()).isZero();
            limiter.cancel(attempt);
        }
    }

    @Test
    void aConfirmationOfSomebodySignedInIsJudgedByItsAccountAlone() {
        for (int i = 0; i < PER_NAME; i++) {
            assertThat(limiter.beginSignedIn("ann").delay()).isZero();
        }
        assertThat(limiter.beginSignedIn("Ann").delay()).isPositive();
        assertThat(wait("ann", HOME, "")).isZero();
    }

    /** Strangers from ever new addresses for an hour, then the name that was guessed before: still known. */
    @Test
    void strangersCannotPushOutWhatIsKnownOfOthers() {
        guess("ann", HOME, "device", PER_NAME + 9);
        signIn("robot", HOME, "");
        for (int minute = 0; minute < 14; minute++) {
            for (int i = 0; i < 5_000; i++) {
                wait("x" + i, "10." + minute + "." + i / 250 + "." + i % 250, "");
            }
            clock.goOn(Duration.ofMinutes(1));
            assertThat(limiter.unknown()).isLessThanOrEqualTo(16 * STRANGERS);
        }
        clock.goOn(Duration.ofMinutes(1).minusMillis(1));
        guess("ann", HOME, "device", 1);
        assertThat(wait("ann", HOME, "device")).isEqualTo(SignInRateLimiter.LONGEST);
        signIn("robot", HOME, "");
    }

    @Test
    void aQuarterOfAnHourWithoutAnotherOneForgetsAll() {
        guess("ann", HOME, "", 20);
        clock.goOn(SignInRateLimiter.MEMORY.plusSeconds(1));
        guess("ann", HOME, "", 1);
        assertThat(wait("ann", HOME, "")).isZero();
    }
}
