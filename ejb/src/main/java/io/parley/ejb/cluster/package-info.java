/** This server among servers: lease and reconciliation. */
@NullMarked
package io.parley.ejb.cluster;

import org.jspecify.annotations.NullMarked;
