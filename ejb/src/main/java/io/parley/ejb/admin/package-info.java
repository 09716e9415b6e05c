/** People who administer. */
@NullMarked
package io.parley.ejb.admin;

import org.jspecify.annotations.NullMarked;
