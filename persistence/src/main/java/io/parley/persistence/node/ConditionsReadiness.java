package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;

/** Down while any part of the application has something in {@link NodeConditions}; names each. */
@ApplicationScoped
public class ConditionsReadiness implements ReadinessCheck {

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
    public HealthState state() {
        Map<String, Object> all = new TreeMap<>(conditions.all());
        return new HealthState("parley-conditions", all.isEmpty(), all);
    }
}
