package io.parley.web.monitoring;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.parley.persistence.node.HealthState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of a health endpoint, as MicroProfile Health has it. */
record HealthReport(String status, List<Check> checks) {

    private static final String UP = "UP";
    private static final String DOWN = "DOWN";

    /** @param data null where there is none, and for strangers */
    record Check(String name, String status, @Nullable Map<String, Object> data) {}

    /** @param detailed whether it says why, too */
    static HealthReport of(List<HealthState> states, boolean detailed) {
        return new HealthReport(
                word(states.stream().allMatch(HealthState::isUp)),
                states.stream().map(state -> check(state, detailed)).toList());
    }

    private static Check check(HealthState state, boolean detailed) {
        Map<String, Object> data = detailed && !state.data().isEmpty() ? state.data() : null;
        return new Check(state.name(), word(state.isUp()), data);
    }

    private static String word(boolean up) {
        return up ? UP : DOWN;
    }

    @JsonIgnore
    boolean isUp() {
        return status.equals(UP);
    }
}
