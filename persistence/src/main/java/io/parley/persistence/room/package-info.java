/** Rooms, stays and the calls they leave behind. */
@NullMarked
package io.parley.persistence.room;

import org.jspecify.annotations.NullMarked;
