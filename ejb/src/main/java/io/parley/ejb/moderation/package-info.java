/** Moderation: bans, kicks, stops, and the rules that end a stay or a call. */
@NullMarked
package io.parley.ejb.moderation;

import org.jspecify.annotations.NullMarked;
