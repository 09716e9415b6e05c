/** Identifiers that cannot be wrong: each checks the tutorial's alphabet and length. */
@NullMarked
package io.parley.persistence.id;

import org.jspecify.annotations.NullMarked;
