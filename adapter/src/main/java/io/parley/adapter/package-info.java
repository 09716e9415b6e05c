/** The resource adapter: starts the relay and ties it to the application. */
@NullMarked
package io.parley.adapter;

import org.jspecify.annotations.NullMarked;
