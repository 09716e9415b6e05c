/** Apps, tokens and who may log in. */
@NullMarked
package io.parley.ejb.app;

import org.jspecify.annotations.NullMarked;
