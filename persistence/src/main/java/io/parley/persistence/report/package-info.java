/** Sums of what happened, for reports. */
@NullMarked
package io.parley.persistence.report;

import org.jspecify.annotations.NullMarked;
