package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Green once what dead incarnations left open is closed, and while the lease is renewed. Lives here because the server finds
 * health checks in the EAR's library only. */
@Readiness
@ApplicationScoped
public class NodeReadiness implements HealthCheck {

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
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("parley-node")
                .status(status.isReady())
                .withData("incarnation", status.nodeId())
                .withData("reason", status.reason())
                .build();
    }
}
