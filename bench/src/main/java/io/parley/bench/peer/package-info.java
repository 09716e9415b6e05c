/** Compares the relay with other servers: starts each in turn, loads it, and prints ratios. */
@NullMarked
package io.parley.bench.peer;

import org.jspecify.annotations.NullMarked;
