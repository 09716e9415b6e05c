/** The signalling WebSocket: decodes, calls one service method, encodes; tells committed events to those they concern. */
@NullMarked
package io.parley.web.signal;

import org.jspecify.annotations.NullMarked;
