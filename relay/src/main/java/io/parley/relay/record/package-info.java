/** Publications written to disk as FLV. */
@NullMarked
package io.parley.relay.record;

import org.jspecify.annotations.NullMarked;
