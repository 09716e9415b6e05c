/** Admission of HTTP requests on WildFly: what a request may cost before a servlet sees it. Part of the server, not of the EAR. */
@NullMarked
package io.parley.wildfly;

import org.jspecify.annotations.NullMarked;
