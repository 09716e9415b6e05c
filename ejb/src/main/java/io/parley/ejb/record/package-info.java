/** Lists of what happened, for reading and for taking away. */
@NullMarked
package io.parley.ejb.record;

import org.jspecify.annotations.NullMarked;
