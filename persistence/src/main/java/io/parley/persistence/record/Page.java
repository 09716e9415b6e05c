package io.parley.persistence.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a list.
 *
 * @param next the cursor of the page behind this one, null at the end
 */
public record Page<T>(List<T> rows, @Nullable String next) {}
