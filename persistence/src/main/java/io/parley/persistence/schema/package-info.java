/** Brings the schema up to date before Hibernate looks at it. */
@NullMarked
package io.parley.persistence.schema;

import org.jspecify.annotations.NullMarked;
