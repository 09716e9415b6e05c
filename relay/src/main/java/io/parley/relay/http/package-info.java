/** HTTP-FLV and WebSocket-FLV players, and the sniffing that lets them share one port with RTMP. */
@NullMarked
package io.parley.relay.http;

import org.jspecify.annotations.NullMarked;
