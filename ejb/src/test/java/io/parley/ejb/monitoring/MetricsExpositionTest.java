package io.parley.ejb.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text in which metrics are read. */
class MetricsExpositionTest {

    private final MeterRegistryProducer producer = new MeterRegistryProducer();
    private final JvmGcMetrics collections = producer.collections();
    private final PrometheusMeterRegistry registry = producer.registry(collections);
    private final MetricsExposition exposition = new MetricsExposition(registry);

    @AfterEach
    void close() {
        producer.close(collections);
        producer.close(registry);
    }

    @Test
    void withoutAWishTheyComeInPrometheusOwnForm() {
        MetricsExposition.Page page = exposition.page(null);
        assertThat(page.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(text(page)).contains("# TYPE jvm_memory_used_bytes gauge").doesNotContain("# EOF");
    }

    @Test
    void whoAcceptsOpenMetricsGetsIt() {
        MetricsExposition.Page page = exposition.page("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(page.contentType()).startsWith("application/openmetrics-text");
        assertThat(text(page)).endsWith("# EOF\n");
    }

    /** As Prometheus asks where it would rather have protocol buffers. */
    @Test
    void whoWouldRatherHaveBytesGetsText() {
        MetricsExposition.Page page = exposition.page("application/vnd.google.protobuf;"
                + "proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;q=0.3");
        assertThat(page.contentType()).startsWith("text/plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes",
                "jvm_memory_max_bytes",
                "jvm_gc_memory_allocated_bytes_total",
                "jvm_threads_live_threads",
                "jvm_classes_loaded_classes",
                "system_cpu_count",
                "process_cpu_usage",
                "process_files_open_files",
                "process_uptime_seconds"
            })
    void theJvmIsAmongThem(String name) {
        assertThat(text(exposition.page(null))).containsPattern("(?m)^" + name + "[ {]");
    }

    private static String text(MetricsExposition.Page page) {
        return new String(page.text(), StandardCharsets.UTF_8);
    }
}
