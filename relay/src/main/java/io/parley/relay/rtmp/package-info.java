/** RTMP: handshake, chunk streams, AMF0, and the sessions of publishers and players. */
@NullMarked
package io.parley.relay.rtmp;

import org.jspecify.annotations.NullMarked;
