/** Netty's transports, and how often an event loop wakes. */
@NullMarked
package io.parley.relay.transport;

import org.jspecify.annotations.NullMarked;
