/** Server incarnations and their leases. */
@NullMarked
package io.parley.persistence.node;

import org.jspecify.annotations.NullMarked;
