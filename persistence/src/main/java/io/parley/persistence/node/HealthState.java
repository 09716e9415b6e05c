package io.parley.persistence.node;

import java.util.Map;

/**
 * The state of one thing that a server needs to serve.
 *
 * @param name in all answers, {@code parley-} and the thing
 * @param isUp whether it is as it should be
 * @param data why, and what was measured: text, numbers; for operators alone
 */
public record HealthState(String name, boolean isUp, Map<String, Object> data) {}
