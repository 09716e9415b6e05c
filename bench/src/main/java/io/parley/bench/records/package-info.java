/** How long lists and reports take on a large history, as an administrator's browser sees it. */
@NullMarked
package io.parley.bench.records;

import org.jspecify.annotations.NullMarked;
