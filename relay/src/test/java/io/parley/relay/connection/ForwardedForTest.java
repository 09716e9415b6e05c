package io.parley.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.relay.config.TrustedProxies;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedForTest {

    private final TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.1", "fd00::/16"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 203.0.113.7",
                "6.6.6.6, 203.0.113.7 | 203.0.113.7",
                "6.6.6.6, 203.0.113.7, 10.1.2.3, 192.0.2.1 | 203.0.113.7",
                "203.0.113.7:4711 | 203.0.113.7",
                "2001:db8::7, fd00::1 | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]:4711 | 2001:db8:0:0:0:0:0:7",
                "203.0.113.7, unknown, 10.1.2.3 |",
                "203.0.113.7, localhost |",
                "10.1.2.3, 192.0.2.1 |",
                "192.0.2.2 | 192.0.2.2",
                "'' |"
            })
    void clientIsTheLastAddressThatIsNoProxy(String field, String client) {
        InetAddress found = ForwardedFor.client(List.of(field), proxies);
        assertThat(found == null ? null : found.getHostAddress()).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(ForwardedFor.client(List.of("6.6.6.6", "203.0.113.7", "10.1.2.3"), proxies))
                .extracting(found -> found.getHostAddress())
                .isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129", "10.0.0"})
    void whatIsNoRangeIsRefusedInWords(String range) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(range)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + range + "\"");
    }
}
