/** Quality of media: sums over windows, losable. */
@NullMarked
package io.parley.persistence.quality;

import org.jspecify.annotations.NullMarked;
