/** The numbered log messages of this module. */
@NullMarked
package io.parley.ejb.log;

import org.jspecify.annotations.NullMarked;
