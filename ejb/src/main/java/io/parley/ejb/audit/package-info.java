/** The audit trail. */
@NullMarked
package io.parley.ejb.audit;

import org.jspecify.annotations.NullMarked;
