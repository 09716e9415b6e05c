/** From the application to the relay: the connection factory and what Jakarta Connectors wants around it. */
@NullMarked
package io.parley.adapter.outbound;

import org.jspecify.annotations.NullMarked;
