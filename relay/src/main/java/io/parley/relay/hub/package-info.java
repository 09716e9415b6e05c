/** Live streams: the shared logs of encoded media, the players that read them, and the sessions the gate has accepted. */
@NullMarked
package io.parley.relay.hub;

import org.jspecify.annotations.NullMarked;
