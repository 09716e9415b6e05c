/** Reading the records: who was in which call, who published, who watched, who was refused, who did what. */
@NullMarked
package io.parley.ejb.record;

import org.jspecify.annotations.NullMarked;
