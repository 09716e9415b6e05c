package io.parley.persistence.record;

import java.time.Instant;

/**
 * A range of time.
 *
 * @param from the first moment in it
 * @param to the first moment behind it
 */
public record TimeRange(Instant from, Instant to) {}
