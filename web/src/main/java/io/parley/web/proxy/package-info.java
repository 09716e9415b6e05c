/** Requests that come through reverse proxies. */
@NullMarked
package io.parley.web.proxy;

import org.jspecify.annotations.NullMarked;
