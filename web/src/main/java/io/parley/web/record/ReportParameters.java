package io.parley.web.record;

import io.parley.ejb.report.ReportFilter;
import io.parley.ejb.report.ReportKind;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the parameters of a report, of REST and of the console alike, into its filter. All of them may be missing. A time is an
 * instant, or a day of the zone; the last day is a whole one.
 */
public final class ReportParameters {

    /** The range of a report unless asked for otherwise, in days. */
    public static final String DEFAULT_RANGE = "30d";

    /** Rooms or users of a report unless asked for otherwise. */
    public static final int DEFAULT_TOP = 50;

    private static final int DEFAULT_DAYS = 30;

    private static final Map<String, Integer> DAYS =
            Map.of("1d", 1, "7d", 7, DEFAULT_RANGE, DEFAULT_DAYS, "90d", 90, "365d", 365);

    /** Times of anything here; what is beyond is a slip, and more than the database or a calendar can take. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int FIRST_YEAR = 1999;
    private static final int LAST_YEAR = 2200;

    private final NamedParameters parameters;

    public ReportParameters(NamedParameters parameters) {
        this.parameters = parameters;
    }

    /** The kind of a report by its name in paths. */
    public static ReportKind kind(String path) {
        return ReportKind.of(path)
                .orElseThrow(() -> new Refused(
                        Refusal.ARGUMENT_WRONG,
                        "no such report; there are "
                                + Arrays.stream(ReportKind.values())
                                        .map(ReportKind::path)
                                        .toList()));
    }

    /** A time of a report or of anything that is to come. */
    public static Instant time(String name, String text) {
        return NamedParameters.time(name, text, null, EARLIEST, LATEST);
    }

    /** @param app null for all apps */
    public ReportFilter filter(@Nullable AppId app, Instant now) {
        ZoneId zone = Objects.requireNonNullElse(parameters.zone(), ZoneOffset.UTC);
        String last = parameters.get("to");
        LocalDate lastDay = last == null ? LocalDate.ofInstant(now, zone) : day("to", last);
        boolean wholeDays = last == null ? parameters.get("range") != null : lastDay != null;
        Instant to =
                lastDay != null && wholeDays ? start(lastDay.plusDays(1), zone) : last == null ? now : time("to", last);
        return new ReportFilter(
                app,
                from(zone, to, wholeDays ? lastDay : null),
                to,
                zone,
                step(),
                parameters.number("top", DEFAULT_TOP));
    }

    private Instant from(ZoneId zone, Instant to, @Nullable LocalDate lastDay) {
        String first = parameters.get("from");
        if (first != null) {
            LocalDate day = day("from", first);
            return day == null ? time("from", first) : start(day, zone);
        }
        int days = Objects.requireNonNullElse(DAYS.get(rangeName()), DEFAULT_DAYS);
        return lastDay == null ? to.minus(Duration.ofDays(days)) : start(lastDay.minusDays(days - 1L), zone);
    }

    /** The named range, the default one when it is missing or unknown. */
    public String rangeName() {
        String name = parameters.get("range");
        return name != null && DAYS.containsKey(name) ? name : DEFAULT_RANGE;
    }

    /** A day like {@code 2026-11-22}; null where the text is a time. */
    private static @Nullable LocalDate day(String name, String text) {
        if (text.indexOf('T') >= 0) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeException e) {
            // the same as a day that has no report
        }
        throw new Refused(
                Refusal.ARGUMENT_WRONG, name + " must be a time like 2026-11-22T12:00:00Z, or a day like 2026-11-22");
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    private ReportFilter.Step step() {
        String text = parameters.get("step");
        return Arrays.stream(ReportFilter.Step.values())
                .filter(step -> step.name().toLowerCase(Locale.ROOT).equals(text == null ? "day" : text))
                .findFirst()
                .orElseThrow(() -> new Refused(Refusal.ARGUMENT_WRONG, "step is hour or day"));
    }
}
