/** Numbers about the relay, its streams, players and connections. */
@NullMarked
package io.parley.relay.statistics;

import org.jspecify.annotations.NullMarked;
