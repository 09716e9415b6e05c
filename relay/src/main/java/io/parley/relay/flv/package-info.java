/** FLV as it goes to HTTP and WebSocket players. */
@NullMarked
package io.parley.relay.flv;

import org.jspecify.annotations.NullMarked;
