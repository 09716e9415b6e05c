/** Reports: usage, success, reasons and quality over any time, and the sums they are read from. */
@NullMarked
package io.parley.ejb.report;

import org.jspecify.annotations.NullMarked;
