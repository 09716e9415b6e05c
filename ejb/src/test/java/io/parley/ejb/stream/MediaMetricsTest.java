package io.parley.ejb.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.adapter.api.MediaStatistics;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The relay's figures as metrics. */
class MediaMetricsTest {

    private Optional<MediaStatistics> totals = Optional.of(statistics(1));

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RelayControl relay = new RelayControl() {
        @Override
        public Optional<MediaStatistics> totals() {
            return totals;
        }
    };

    private static MediaStatistics statistics(int publications) {
        return new MediaStatistics("nio", publications, 2, 3, 4, Map.of("idle", 5L), 6, 7, 8);
    }

    @Test
    void namesAreThoseThatDashboardsHave() {
        new MediaMetrics(registry, relay).register();
        assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrder(
                        "parley_media_publications 1.0",
                        "parley_media_playbacks 2.0",
                        "parley_media_connections 3.0",
                        "parley_media_connections_accepted 4.0",
                        "parley_media_connections_closed{reason=\"idle\"} 5.0",
                        "parley_media_requests_refused 6.0",
                        "parley_media_received_bytes 7.0",
                        "parley_media_sent_bytes 8.0");
        assertThat(registry.scrape()).contains("# TYPE parley_media_publications gauge");
    }

    @Test
    void theyAreReadWhenTheyAreAskedForAndKeptWithoutAnyoneElse() {
        new MediaMetrics(registry, relay).register();
        System.gc();
        totals = Optional.of(statistics(9));
        assertThat(registry.scrape()).contains("parley_media_publications 9.0");
    }

    @Test
    void aRelayThatIsNotThereHasNothing() {
        totals = Optional.empty();
        new MediaMetrics(registry, relay).register();
        assertThat(registry.scrape()).contains("parley_media_publications 0.0");
    }
}
