/** The numbered log messages of this module. */
@NullMarked
package io.parley.web.log;

import org.jspecify.annotations.NullMarked;
