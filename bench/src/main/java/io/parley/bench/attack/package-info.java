/** Attacks on a running server while calls go on: what callers notice, and what becomes of the attacker. */
@NullMarked
package io.parley.bench.attack;

import org.jspecify.annotations.NullMarked;
