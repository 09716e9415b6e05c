package io.parley.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

    @Test
    void aPageOfTheConsoleIsGoneBackTo() {
        assertThat(Links.inside("calls?app=1&room=a%2Fb")).isEqualTo("calls?app=1&room=a%2Fb");
        assertThat(Links.inside("live.xhtml")).isEqualTo("live.xhtml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/live",
                "/parley/console/live",
                "javascript:alert(1)",
                "live\\..\\x",
                "live\r\nSet-Cookie: a=b",
                "../api/v1/apps",
                "nowhere",
                ""
            })
    void anythingElseLeadsToTheFrontDoor(String path) {
        assertThat(Links.inside(path)).isEqualTo("./");
    }

    @Test
    void anAddressIsNoLongerThanItMayBe() {
        String longest = "calls?room=" + "a".repeat(Links.LONGEST - 11);
        assertThat(Links.inside(longest)).isEqualTo(longest);
        assertThat(Links.inside(longest + "a")).isEqualTo("./");
    }

    @Test
    void valuesOfAnyAlphabetAreEscaped() {
        assertThat(Links.to("users")
                        .with("user", "a&b=c d/é")
                        .with("room", null)
                        .toString())
                .isEqualTo("users?user=a%26b%3Dc+d%2F%C3%A9");
    }
}
