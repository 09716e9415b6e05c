package io.parley.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.persistence.node.HealthState;
import io.parley.web.rest.JsonBodies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The answer of the health endpoints. */
class HealthReportTest {

    private static final List<HealthState> STATES = List.of(
            new HealthState("parley-node", false, Map.of("reason", "draining")),
            new HealthState("parley-conditions", true, Map.of()));

    private static String json(HealthReport report) throws Exception {
        return JsonBodies.MAPPER.writeValueAsString(report);
    }

    @Test
    void strangersHearNamesAndStatesAlone() throws Exception {
        HealthReport report = HealthReport.of(STATES, false);
        assertThat(report.isUp()).isFalse();
        assertThat(json(report))
                .isEqualTo("{\"status\":\"DOWN\",\"checks\":[{\"name\":\"parley-node\",\"status\":\"DOWN\"},"
                        + "{\"name\":\"parley-conditions\",\"status\":\"UP\"}]}");
    }

    @Test
    void operatorsHearWhy() throws Exception {
        assertThat(json(HealthReport.of(STATES, true)))
                .isEqualTo("{\"status\":\"DOWN\",\"checks\":[{\"name\":\"parley-node\",\"status\":\"DOWN\","
                        + "\"data\":{\"reason\":\"draining\"}},{\"name\":\"parley-conditions\",\"status\":\"UP\"}]}");
    }

    @Test
    void aServerWithoutChecksIsUp() throws Exception {
        assertThat(json(HealthReport.of(List.of(), true))).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
    }
}
