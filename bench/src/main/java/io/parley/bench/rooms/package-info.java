/** A crowd at the signalling of a running server: how soon people are in, and what that costs. */
@NullMarked
package io.parley.bench.rooms;

import org.jspecify.annotations.NullMarked;
