/** From the relay to the application: deliveries, each in a transaction. */
@NullMarked
package io.parley.adapter.inbound;

import org.jspecify.annotations.NullMarked;
