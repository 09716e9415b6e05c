/** People who administer, and the server's own keys. */
@NullMarked
package io.parley.persistence.admin;

import org.jspecify.annotations.NullMarked;
