/** The media relay as a whole: starts, listens, stops. */
@NullMarked
package io.parley.relay;

import org.jspecify.annotations.NullMarked;
