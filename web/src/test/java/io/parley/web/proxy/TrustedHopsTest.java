package io.parley.web.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedHopsTest {

    private final TrustedHops hops = TrustedHops.parse("127.0.0.1, 10.0.0.0/8,2001:db8::/32", false);

    @Test
    void theClientIsTheLastAddressThatIsNoProxy() {
        assertThat(hops.client(List.of("198.51.100.7, 10.1.2.3"))).isEqualTo("198.51.100.7");
        assertThat(hops.client(List.of("1.2.3.4, 198.51.100.7", "10.1.2.3"))).isEqualTo("198.51.100.7");
        assertThat(hops.client(List.of("198.51.100.7:4711"))).isEqualTo("198.51.100.7");
        assertThat(hops.client(List.of("[2001:db9::1]:4711, 2001:db8::5"))).isEqualTo("2001:db9::1");
    }

    @Test
    void whatIsNoAddressHidesWhatStandsBeforeIt() {
        assertThat(hops.client(List.of("198.51.100.7, unknown, 10.1.2.3"))).isNull();
        assertThat(hops.client(List.of())).isNull();
        assertThat(hops.client(List.of("10.0.0.1"))).isNull();
    }

    @Test
    void onlyListedPeersAreBelieved() {
        assertThat(hops.isProxy("10.9.9.9")).isTrue();
        assertThat(hops.isProxy("198.51.100.7")).isFalse();
        assertThat(TrustedHops.parse("none", false).isProxy("127.0.0.1")).isFalse();
        assertThat(TrustedHops.parse("none", true).isProxy("198.51.100.7")).isTrue();
    }

    @Test
    void aProxyThatIsNoAddressStopsTheStart() {
        assertThatThrownBy(() -> TrustedHops.parse("10.0.0.0/33", false)).hasMessageContaining("10.0.0.0/33");
    }
}
