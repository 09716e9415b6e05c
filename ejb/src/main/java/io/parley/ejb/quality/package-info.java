/** Quality of media, stored for reports. */
@NullMarked
package io.parley.ejb.quality;

import org.jspecify.annotations.NullMarked;
