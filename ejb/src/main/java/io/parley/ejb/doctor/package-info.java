/** Whether everything that calls need is there. */
@NullMarked
package io.parley.ejb.doctor;

import org.jspecify.annotations.NullMarked;
