package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCookiesTest {

    private final TestClock clock = new TestClock();
    private final DeviceCookies cookies = new DeviceCookies(new byte[32], clock, Duration.ofDays(180));

    @Test
    void aDeviceIsKnownForTheAccountThatSignedInAndForNoOther() {
        String cookie = cookies.renewed("", "Ann");
        assertThat(cookies.identity(cookie, "ann")).hasSize(22);
        assertThat(cookies.identity(cookie, "bob")).isEmpty();
        assertThat(cookie).doesNotContainIgnoringCase("ann");
    }

    @Test
    void aBrowserKnowsItsLastAccounts() {
        String cookie = "";
        for (int i = 0; i < 6; i++) {
            cookie = cookies.renewed(cookie, "account" + i);
        }
        assertThat(cookies.identity(cookie, "account1")).isEmpty();
        for (int i = 2; i < 6; i++) {
            assertThat(cookies.identity(cookie, "account" + i)).isNotEmpty();
        }
        assertThat(cookies.renewed(cookie, "account5").split("_")).hasSize(4);
    }

    @Test
    void eachSignInMakesAnotherIdentity() {
        String cookie = cookies.renewed("", "ann");
        assertThat(cookies.identity(cookies.renewed(cookie, "ann"), "ann"))
                .isNotEqualTo(cookies.identity(cookie, "ann"));
    }

    @Test
    void itIsForgottenAfterItsTime() {
        String cookie = cookies.renewed("", "ann");
        clock.goOn(Duration.ofDays(180));
        assertThat(cookies.identity(cookie, "ann")).isEmpty();
    }

    @Test
    void aCookieOfAnotherKeyOrAlteredIsNone() {
        String cookie = cookies.renewed("", "ann");
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(new DeviceCookies(other, clock, Duration.ofDays(180)).identity(cookie, "ann"))
                .isEmpty();
        for (int i = 0; i < cookie.length(); i++) {
            String altered = cookie.substring(0, i) + (cookie.charAt(i) == '1' ? '2' : '1') + cookie.substring(i + 1);
            assertThat(cookies.identity(altered, "ann")).as("character " + i).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "a.b.c", "....", "x_y_z", "AAAAAAAAAAAAAAAAAAAAAA.99999999999999999999.A"})
    void whatIsNoCookieOfOursIsNone(String cookie) {
        assertThat(cookies.identity(cookie, "ann")).isEmpty();
        assertThat(cookies.identity(cookie.repeat(1_000), "ann")).isEmpty();
    }
}
