package io.parley.persistence.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the sums that reports read.
 *
 * @param rolledTo everything before is in the sums
 * @param remakeAt the next day to be made again, or null when none is
 */
public record RollupProgress(Instant rolledTo, @Nullable Instant remakeAt) {}
