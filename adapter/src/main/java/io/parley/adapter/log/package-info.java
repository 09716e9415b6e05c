/** The numbered log messages of this module. */
@NullMarked
package io.parley.adapter.log;

import org.jspecify.annotations.NullMarked;
