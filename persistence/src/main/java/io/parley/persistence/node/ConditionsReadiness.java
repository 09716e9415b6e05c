package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Red while any part of the application has something in {@link NodeConditions}; names each. */
@Readiness
@ApplicationScoped
public class ConditionsReadiness implements HealthCheck {

    private final NodeConditions conditions;

    @Inject
    public ConditionsReadiness(NodeConditions conditions) {
        this.conditions = conditions;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected ConditionsReadiness() {
        this(null);
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> all = conditions.all();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("parley-conditions").status(all.isEmpty());
        all.forEach(answer::withData);
        return answer.build();
    }
}
