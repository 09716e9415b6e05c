package io.parley.persistence.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server says of being ready. */
class NodeHealthTest {

    private static final long MB = 1 << 20;

    private final NodeStatus status = new NodeStatus(() -> 0);
    private final NodeConditions conditions = new NodeConditions();
    private HeapUse heap = new HeapUse(10 * MB, 20 * MB, 100 * MB);
    private final NodeHealth health = new NodeHealth(
            new NodeReadiness(status), new MemoryReadiness(90, () -> heap), new ConditionsReadiness(conditions));

    private HealthState state(String name) {
        return health.readiness().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void serve() {
        status.started(7);
        status.renewed(0, Duration.ofSeconds(5));
        status.ready();
    }

    @Test
    void aServerThatServesIsUpInAllOfThem() {
        serve();
        assertThat(health.readiness()).allMatch(HealthState::isUp);
        assertThat(health.readiness())
                .extracting(HealthState::name)
                .containsExactly("parley-node", "parley-memory", "parley-conditions");
        assertThat(state("parley-node").data()).isEqualTo(Map.of("incarnation", 7L, "reason", ""));
        assertThat(state("parley-memory").data())
                .containsEntry("heap-percent", 10)
                .containsEntry("most-percent", 90)
                .containsEntry("heap-max-mb", 100L);
    }

    @Test
    void oneThatStartsOrDrainsIsDownAndSaysWhy() {
        assertThat(state("parley-node").isUp()).isFalse();
        assertThat(state("parley-node").data()).containsEntry("reason", "starting");
        serve();
        status.drain();
        assertThat(state("parley-node").isUp()).isFalse();
        assertThat(state("parley-node").data().get("reason").toString()).contains("draining");
    }

    @Test
    void aFullHeapIsDownAndSaysWhatToDo() {
        heap = new HeapUse(95 * MB, 97 * MB, 100 * MB);
        assertThat(state("parley-memory").isUp()).isFalse();
        assertThat(state("parley-memory").data().get("reason").toString()).contains("parley.heap");
    }

    @Test
    void aConditionIsDownAndNamed() {
        conditions.raise("signalling-queue", "messages wait");
        assertThat(state("parley-conditions"))
                .isEqualTo(new HealthState("parley-conditions", false, Map.of("signalling-queue", "messages wait")));
        conditions.clear("signalling-queue");
        assertThat(state("parley-conditions").isUp()).isTrue();
    }
}
