/** What programs that watch the server ask: metrics and health, the same on every server. */
@NullMarked
package io.parley.web.monitoring;

import org.jspecify.annotations.NullMarked;
