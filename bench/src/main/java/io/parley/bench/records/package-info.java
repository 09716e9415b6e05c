/** Measures the time of lists and reports on a large history, as an administrator's browser sees it. */
@NullMarked
package io.parley.bench.records;

import org.jspecify.annotations.NullMarked;
