/** The relay's port to the application: requests to publish and play, and reports of ends. */
@NullMarked
package io.parley.relay.gate;

import org.jspecify.annotations.NullMarked;
