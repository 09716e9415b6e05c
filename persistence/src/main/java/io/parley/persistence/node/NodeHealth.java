package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Whether this server can serve: all that must be well, each by its name. From any thread. */
@ApplicationScoped
public class NodeHealth {

    private final List<ReadinessCheck> checks;

    @Inject
    public NodeHealth(NodeReadiness node, MemoryReadiness memory, ConditionsReadiness conditions) {
        checks = List.of(node, memory, conditions);
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected NodeHealth() {
        checks = List.of();
    }

    /** Each check, tried now. The server is ready while all are up. */
    public List<HealthState> readiness() {
        return checks.stream().map(ReadinessCheck::state).toList();
    }
}
