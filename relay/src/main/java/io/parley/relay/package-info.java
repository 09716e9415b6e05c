/** The media relay's front door: the server, its configuration, and the gate that decides who may publish and play. */
@NullMarked
package io.parley.relay;

import org.jspecify.annotations.NullMarked;
