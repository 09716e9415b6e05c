/** Rooms: who comes in, who leaves, and what the others hear. */
@NullMarked
package io.parley.ejb.room;

import org.jspecify.annotations.NullMarked;
