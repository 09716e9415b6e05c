/** What the application sees of media. Lives in the EAR's library, between the resource adapter and the services. */
@NullMarked
package io.parley.adapter.api;

import org.jspecify.annotations.NullMarked;
