/** Apps, the tenants, and their secrets. */
@NullMarked
package io.parley.persistence.app;

import org.jspecify.annotations.NullMarked;
