package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** Up once what dead incarnations left open is closed, and while the lease is renewed. */
@ApplicationScoped
public class NodeReadiness implements ReadinessCheck {

    private final NodeStatus status;

    @Inject
    public NodeReadiness(NodeStatus status) {
        this.status = status;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected NodeReadiness() {
        this(null);
    }

    @Override
    public HealthState state() {
        String reason = status.reason();
        return new HealthState(
                "parley-node", reason.isEmpty(), Map.of("incarnation", status.nodeId(), "reason", reason));
    }
}
