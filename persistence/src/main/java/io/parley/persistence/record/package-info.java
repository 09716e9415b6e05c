/** Reading what happened: lists and timelines over the facts and the audit, never entities. */
@NullMarked
package io.parley.persistence.record;

import org.jspecify.annotations.NullMarked;
