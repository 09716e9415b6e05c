/** The way of statements to the database. */
@NullMarked
package io.parley.persistence.sql;

import org.jspecify.annotations.NullMarked;
