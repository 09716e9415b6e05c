package io.parley.persistence.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7/32",
        "192.0.2.7/24, 192.0.2.0/24",
        "10.255.3.4/9, 10.128.0.0/9",
        "1.2.3.4/0, 0.0.0.0/0",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7/128",
        "2001:db8:ffff::/33, 2001:db8:8000:0:0:0:0:0/33",
        "::ffff:192.0.2.7, 192.0.2.7/32"
    })
    void aRangeKeepsTheBitsThatCountAndNoOthers(String text, String range) {
        assertThat(AddressRange.parse(text)).map(AddressRange::text).contains(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.org",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4/33",
                "1.2.3.4/",
                "1.2.3.4/-1",
                "1.2.3.4/8/8",
                "::g",
                "1:2:3",
                "2001:db8::/129",
                "fe80::1%eth0",
                "1.2.3.4 ",
                "' or 1=1"
            })
    void whatIsNoAddressIsNoRangeAndIsNotLookedUp(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.0.0.9, true",
        "127.0.0.0/8, ::ffff:127.0.0.9, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "127.0.0.0/8, 7f00::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, ::2, false",
        "::/0, 127.0.0.1, false",
        "fe80::/10, fe80::1%eth0, true",
        "192.0.2.7, 192.0.2.7, true",
        "0.0.0.0/0, '', false",
        "0.0.0.0/0, localhost, false",
        "0.0.0.0/0, 1.2.3.4/8, false"
    })
    void anAddressIsInARangeWhereTheBitsThatCountAreThoseOfTheRange(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).orElseThrow().contains(address)).isEqualTo(inside);
    }

    @Test
    void aClientsAddressLosesItsZoneAndOneThatIsNotKnownIsNone() {
        assertThat(AddressRange.host("fe80::1%3")).isEqualTo("fe80:0:0:0:0:0:0:1/128");
        assertThat(AddressRange.host("127.0.0.1")).isEqualTo("127.0.0.1/32");
        assertThat(AddressRange.host("")).isNull();
        assertThat(AddressRange.host("unknown")).isNull();
    }

    @Test
    void aClientIsAnIpv4AddressOrAnIpv6Network() {
        assertThat(AddressRange.client("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(AddressRange.client("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(AddressRange.client("2001:db8:1:2::9"))
                .endsWith("/64");
        assertThat(AddressRange.client("fe80::1%eth0")).isEqualTo(AddressRange.client("fe80::2"));
        assertThat(AddressRange.client("2001:db8:1:3::")).isNotEqualTo(AddressRange.client("2001:db8:1:2::"));
        assertThat(AddressRange.client("")).isEmpty();
    }
}
