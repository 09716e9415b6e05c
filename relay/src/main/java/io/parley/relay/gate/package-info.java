/** What the relay asks and tells the application: who may publish and play, and what has ended. */
@NullMarked
package io.parley.relay.gate;

import org.jspecify.annotations.NullMarked;
