package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    @ParameterizedTest
    @ValueSource(strings = {"ann", "张三（运维）", "grace@bank", "José", "O'Neil, Jr."})
    void namesOfPeopleAreNames(String name) {
        assertThat(PasswordHash.requireName(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " ann",
                "ann ",
                "a\u0000b",
                "a\nb",
                "a\u0085b",
                "ad\u200Bmin",
                "\u202Enimda",
                "a\uD800b",
                "Jose\u0301",
                "a\u2028b"
            })
    void whatCannotBeSeenOrLooksLikeAnotherIsNoName(String name) {
        assertThatThrownBy(() -> PasswordHash.requireName(name)).isInstanceOf(Refused.class);
    }

    @Test
    void logsShowWhatCannotBeSeen() {
        assertThat(PasswordHash.printable("a\u0000b\u202Ec\uD800d 张")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd 张");
    }
}
