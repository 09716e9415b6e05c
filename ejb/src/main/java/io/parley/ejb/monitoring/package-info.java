/** Metrics: their registry, and the text in which they are read. */
@NullMarked
package io.parley.ejb.monitoring;

import org.jspecify.annotations.NullMarked;
