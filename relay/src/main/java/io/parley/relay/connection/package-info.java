/** From accept to the protocol: who may come in, how many, how fast they have to say what they want, and by what name. */
@NullMarked
package io.parley.relay.connection;

import org.jspecify.annotations.NullMarked;
