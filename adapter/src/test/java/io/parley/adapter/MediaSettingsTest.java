package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.config.TrustedProxies;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MediaSettingsTest {

    private final Properties properties = new Properties();

    @ParameterizedTest
    @EnumSource(RelaySetting.class)
    void everySettingCanBeGivenByPropertyOrEnvironment(RelaySetting setting) {
        String value = Integer.toString(setting.most());
        properties.setProperty("parley.media." + setting.key(), value);
        assertThat(read(Map.of()).get(setting)).isEqualTo(setting.most());
        properties.clear();
        assertThat(read(Map.of("PARLEY_MEDIA_" + setting.name(), value)).get(setting))
                .isEqualTo(setting.most());
        assertThat(read(Map.of()).get(setting)).isEqualTo(setting.standard());
    }

    @Test
    void propertyWinsOverEnvironmentAndAnEmptyOneCountsAsAbsent() {
        properties.setProperty("parley.media.soft-lag-ms", "500");
        assertThat(read(Map.of("PARLEY_MEDIA_SOFT_LAG_MS", "600", "PARLEY_MEDIA_HARD_LAG_MS", " "))
                        .get(RelaySetting.SOFT_LAG_MS))
                .isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({
        "soft-lag-ms, soon, soft-lag-ms must be a whole number",
        "soft-lag-ms, 1, soft-lag-ms must be between 50 and 60000",
        "transport, kqueue, transport must be one of epoll-ring",
        "proxies, somewhere, somewhere",
        "congestion-control, BBR v3, congestion-control must be a name that the kernel knows",
        "tls-key, /etc/key.pem, tls-certificate and tls-key belong together"
    })
    void nonsenseIsRefusedInWords(String name, String value, String words) {
        properties.setProperty("parley.media." + name, value);
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void congestionControlOfPlayersIsBbrUnlessSaidOtherwise() {
        assertThat(read(Map.of()).congestionControl()).isEqualTo("bbr");
        assertThat(read(Map.of("PARLEY_MEDIA_CONGESTION_CONTROL", "system")).congestionControl())
                .isEqualTo("system");
    }

    @Test
    void proxiesInFrontOfEverythingAreInFrontOfMediaToo() throws UnknownHostException {
        properties.setProperty("parley.proxies", "192.0.2.1");
        assertThat(read(Map.of()).proxies().contains(InetAddress.getByName("192.0.2.1")))
                .isTrue();
        properties.setProperty("parley.media.proxies", "192.0.2.2");
        assertThat(read(Map.of()).proxies().contains(InetAddress.getByName("192.0.2.1")))
                .isFalse();
    }

    @Test
    void proxiesAreAListOfAddressesAndRanges() throws UnknownHostException {
        properties.setProperty("parley.media.proxies", "192.0.2.1, 10.0.0.0/8");
        TrustedProxies proxies = read(Map.of()).proxies();
        assertThat(proxies.contains(InetAddress.getByName("192.0.2.1"))).isTrue();
        assertThat(proxies.contains(InetAddress.getByName("10.20.30.40"))).isTrue();
        assertThat(proxies.contains(InetAddress.getByName("192.0.2.2"))).isFalse();
    }

    private RelayConfig read(Map<String, String> environment) {
        return new MediaSettings(properties, environment).applyTo(RelayConfig.forCalls("", 0));
    }
}
