package io.parley.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names under which requests are counted: a few, whatever strangers send. */
class RequestMetricsTest {

    @ParameterizedTest
    @CsvSource({"GET, GET", "DELETE, DELETE", "get, other", "PROPFIND, other", "'', other"})
    void aMethodIsAUsualOneOrAnother(String sent, String counted) {
        assertThat(RequestMetrics.method(sent)).isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource({"101, 1xx", "200, 2xx", "304, 3xx", "404, 4xx", "503, 5xx"})
    void aStatusIsItsClass(int status, String counted) {
        assertThat(RequestMetrics.statusClass(status)).isEqualTo(counted);
    }
}
