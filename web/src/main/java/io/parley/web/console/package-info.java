/** The console: Jakarta Faces pages over the same services as REST, and what guards both. */
@NullMarked
package io.parley.web.console;

import org.jspecify.annotations.NullMarked;
