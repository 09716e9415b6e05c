package io.parley.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressKeyTest {

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4, true",
        "1.2.3.4, 1.2.3.5, false",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
        "2001:db8:0:1::1, 2001:db8:0:ff::1, true",
        "2001:db8:0:1::1, 2001:db8:0:100::1, false",
        "::ffff:1.2.3.4, 1.2.3.4, true",
        "200.0.0.1, 2001:db8::1, false"
    })
    void ipv6CountsByItsSiteAndIpv4ByAddress(String one, String other, boolean same) {
        assertThat(AddressKey.of(AddressKey.parse(one)) == AddressKey.of(AddressKey.parse(other)))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "example.org", "1.2.3.4, 5.6.7.8"})
    void whatIsNoAddressIsNotLookedUp(String text) {
        assertThat(AddressKey.parse(text)).isNull();
    }
}
