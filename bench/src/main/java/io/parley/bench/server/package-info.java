/** A running server as its administrator sees it: apps, tokens, figures. */
@NullMarked
package io.parley.bench.server;

import org.jspecify.annotations.NullMarked;
