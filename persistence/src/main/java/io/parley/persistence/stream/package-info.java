/** Live streams and players; publications and playbacks. */
@NullMarked
package io.parley.persistence.stream;

import org.jspecify.annotations.NullMarked;
