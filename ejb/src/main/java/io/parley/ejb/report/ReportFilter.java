package io.parley.ejb.report;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Filter of a report.
 *
 * @param app null for all apps
 * @param to excluded; what is in the future is left out
 * @param zone the viewer's: its days and hours are the steps
 * @param top how many rooms or users, 1 to {@value #MAX_TOP}
 */
public record ReportFilter(@Nullable AppId app, Instant from, Instant to, ZoneId zone, Step step, int top) {

    /** The length of a step in the viewer's zone. A day may have 23 or 25 hours. */
    public enum Step {
        HOUR,
        DAY
    }

    /** The most rooms or users of a report. */
    public static final int MAX_TOP = 1_000;

    /** The longest time of a report. */
    public static final int MAX_YEARS = 5;

    /** Zones had offsets of odd minutes long ago. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final int QUARTER_SECONDS = 900;

    public ReportFilter {
        if (from.isBefore(EARLIEST)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "a report begins in 2000 at the earliest");
        }
        if (!from.isBefore(to)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "from must be before to");
        }
        if (from.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS).toInstant().isBefore(to)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "a report spans " + MAX_YEARS + " years at most");
        }
        if (zone.getRules().getOffset(from).getTotalSeconds() % QUARTER_SECONDS != 0) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "the zone's hours must begin at a quarter-hour of UTC");
        }
        if (top < 1 || top > MAX_TOP) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "top is 1 to " + MAX_TOP);
        }
    }

    /** The app, or 0 for all. */
    long key() {
        return app == null ? 0 : app.value();
    }
}
