/** Diagnostics: checks of everything that calls need. */
@NullMarked
package io.parley.ejb.doctor;

import org.jspecify.annotations.NullMarked;
