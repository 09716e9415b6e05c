/** The REST layer: decodes, calls one service method, encodes. */
@NullMarked
package io.parley.web.rest;

import org.jspecify.annotations.NullMarked;
