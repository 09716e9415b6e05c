package io.parley.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.load.Load;
import io.parley.bench.load.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final String RESULT = """
            {"label":"a","seconds":10,"publishers":{"started":1},"players":{"playing":200,"lost":1,"stalled":2},
             "traffic":{"gbit":1},"frames":{"lost":3},"latency_ms":{"p50":4,"p99":8},
             "server":{"cpu_seconds_per_gbit":0.5,"rss_peak_mb":20.4,"kb_per_player":-0.2},
             "machine":{"own":0.5,"others":0.1,"steal":0.05},"error":""}
            """;

    private record Named(String name) implements Peer {

        @Override
        public String version() {
            return "1";
        }

        @Override
        public LoadedServer start(Path work) {
            throw new UnsupportedOperationException();
        }
    }

    private final Results results = new Results();

    @Test
    void showsMediansAndTheMediansOfRatios() throws IOException {
        add("one", 0, 0.5);
        add("one", 1, 0.4);
        add("one", 2, 1.0);
        add("two", 0, 1.0);
        add("two", 1, 1.2);
        add("two", 2, 1.0);

        List<String> lines =
                new Table(List.of(Scenario.FAN200), List.of(new Named("one"), new Named("two")), results).lines();

        assertThat(lines.get(0).replaceAll(" +", " ")).isEqualTo("| scenario | figure | one | two |");
        assertThat(lines.stream().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "| fan200 | CPU s/Gbit | 0.500 | 1.000 (2.00) |",
                        "| fan200 | latency p99 ms | 8.00 | 8.00 (1.00) |",
                        "| fan200 | kB a player | 0 | 0 |",
                        "| fan200 | missing, lost, stalled players | 3 | 3 |",
                        "| fan200 | frames lost | 3 | 3 |",
                        "| fan200 | noise cores | 0.15 | 0.15 |");
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        List<String> lines = new Table(List.of(Scenario.RATE), List.of(new Named("one")), results).lines();

        assertThat(lines.subList(2, lines.size())).isNotEmpty().allMatch(line -> line.stripTrailing()
                .endsWith("-   |"));
    }

    @Test
    void everyScenarioIsUnderstoodByTheLoadGenerator() {
        for (Scenario scenario : Scenario.values()) {
            Load.check(scenario.arguments(new Scenario.Size(12, 5, 0)));
            assertThat(Scenario.of(scenario.label())).isEqualTo(scenario);
        }
    }

    private void add(String server, int round, double cpu) throws IOException {
        ObjectNode json = (ObjectNode) Load.JSON.readTree(RESULT);
        ((ObjectNode) json.get("server")).put("cpu_seconds_per_gbit", cpu);
        results.add(Scenario.FAN200, server, round, Load.JSON.treeToValue(json, LoadResult.class));
    }
}
