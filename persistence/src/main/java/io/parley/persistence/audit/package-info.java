/** The audit trail, the call's event feed, and the words for no and for the end. */
@NullMarked
package io.parley.persistence.audit;

import org.jspecify.annotations.NullMarked;
