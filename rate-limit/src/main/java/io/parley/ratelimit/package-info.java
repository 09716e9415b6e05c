/** Rate limits: events counted in fixed windows of time, by key or for one connection. Knows nothing but the JDK. */
@NullMarked
package io.parley.ratelimit;

import org.jspecify.annotations.NullMarked;
