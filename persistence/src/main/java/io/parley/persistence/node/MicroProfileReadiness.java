package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The checks of {@link NodeHealth} for servers that have MicroProfile Health; others never ask for them. Lives here because WildFly
 * finds health checks in the EAR's library only.
 */
@ApplicationScoped
public class MicroProfileReadiness {

    private final NodeReadiness node;
    private final MemoryReadiness memory;
    private final ConditionsReadiness conditions;

    @Inject
    public MicroProfileReadiness(NodeReadiness node, MemoryReadiness memory, ConditionsReadiness conditions) {
        this.node = node;
        this.memory = memory;
        this.conditions = conditions;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MicroProfileReadiness() {
        this(null, null, null);
    }

    @Produces
    @Readiness
    public HealthCheck node() {
        return () -> response(node.state());
    }

    @Produces
    @Readiness
    public HealthCheck memory() {
        return () -> response(memory.state());
    }

    @Produces
    @Readiness
    public HealthCheck conditions() {
        return () -> response(conditions.state());
    }

    private static HealthCheckResponse response(HealthState state) {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named(state.name()).status(state.isUp());
        state.data().forEach((key, value) -> {
            if (value instanceof Number number) {
                response.withData(key, number.longValue());
            } else {
                response.withData(key, value.toString());
            }
        });
        return response.build();
    }
}
