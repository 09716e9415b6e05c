/** How media was doing, kept for reports. */
@NullMarked
package io.parley.ejb.quality;

import org.jspecify.annotations.NullMarked;
