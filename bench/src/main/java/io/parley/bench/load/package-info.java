/** A load generator for any RTMP server: pushes, plays, and tells what arrived, when, and what it cost. Knows nothing of Parley. */
@NullMarked
package io.parley.bench.load;

import org.jspecify.annotations.NullMarked;
