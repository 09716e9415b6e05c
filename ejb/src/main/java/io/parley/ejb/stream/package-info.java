/** Streams: who may publish and play, tickets, and what the media adapter delivers. */
@NullMarked
package io.parley.ejb.stream;

import org.jspecify.annotations.NullMarked;
