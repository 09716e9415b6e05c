/** Decoding of what is asked of lists and reports, the same for REST and console. */
@NullMarked
package io.parley.web.record;

import org.jspecify.annotations.NullMarked;
