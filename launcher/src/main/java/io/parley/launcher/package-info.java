/** Starts a database and a server in the foreground, and stops both together. */
@NullMarked
package io.parley.launcher;

import org.jspecify.annotations.NullMarked;
