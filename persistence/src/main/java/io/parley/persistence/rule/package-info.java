/** The rules that a database keeps for Parley, tried at the start of a server. */
@NullMarked
package io.parley.persistence.rule;

import org.jspecify.annotations.NullMarked;
