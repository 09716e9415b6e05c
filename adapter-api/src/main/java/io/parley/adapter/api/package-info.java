/**
 * The application's view of media: the listener it implements and the connection it uses. Lives in the EAR's library, between the resource
 * adapter and the services.
 */
@NullMarked
package io.parley.adapter.api;

import org.jspecify.annotations.NullMarked;
