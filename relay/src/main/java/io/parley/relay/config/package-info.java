/** The relay's configuration: settings with names, ranges and defaults. */
@NullMarked
package io.parley.relay.config;

import org.jspecify.annotations.NullMarked;
