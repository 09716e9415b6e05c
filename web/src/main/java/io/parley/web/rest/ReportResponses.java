package io.parley.web.rest;

import io.parley.ejb.report.ReportExports;
import io.parley.ejb.report.ReportFilter;
import io.parley.ejb.report.ReportFormat;
import io.parley.ejb.report.ReportKind;
import io.parley.ejb.report.ReportQueries;
import io.parley.ejb.report.ReportTable;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as JSON or as a file, of one app or of all alike. */
@RequestScoped
public class ReportResponses {

    static final String CSV = "text/csv";
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Query parameters of a report. */
    public static class Wish {

        @QueryParam("from")
        @Nullable
        String from;

        @QueryParam("to")
        @Nullable
        String to;

        @QueryParam("zone")
        @DefaultValue("UTC")
        @SuppressWarnings("NullAway.Init")
        String zone;

        @QueryParam("step")
        @DefaultValue("day")
        @SuppressWarnings("NullAway.Init")
        String step;

        @QueryParam("top")
        @DefaultValue("50")
        @SuppressWarnings("NullAway.Init")
        String top;

        @QueryParam("format")
        @DefaultValue("json")
        @SuppressWarnings("NullAway.Init")
        String format;
    }

    /** Times of anything here; what is beyond is a slip, and more than the database or a calendar can take. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration DEFAULT_WINDOW = Duration.ofDays(30);

    private final ReportQueries reports;
    private final ReportExports exports;
    private final Clock clock;

    @Inject
    public ReportResponses(ReportQueries reports, ReportExports exports, Clock clock) {
        this.reports = reports;
        this.exports = exports;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected ReportResponses() {
        this(null, null, null);
    }

    /**
     * @param app null for all apps
     * @param admin who asks
     */
    public Response answer(@Nullable AppId app, String path, Wish wish, String admin) {
        ReportKind kind = ReportKind.of(path)
                .orElseThrow(() -> new Refused(
                        Refusal.ARGUMENT_WRONG,
                        "no such report; there are "
                                + Arrays.stream(ReportKind.values())
                                        .map(ReportKind::path)
                                        .toList()));
        ReportFilter filter = filter(app, wish);
        if (wish.format.equals("json")) {
            return Response.ok(reports.run(kind, filter), MediaType.APPLICATION_JSON)
                    .build();
        }
        ReportFormat format = ReportFormat.of(wish.format)
                .orElseThrow(() -> new Refused(Refusal.ARGUMENT_WRONG, "format is json, csv or xlsx"));
        ReportTable table = exports.export(kind, filter, format, admin);
        return Response.ok((StreamingOutput) out -> format.write(table, out), format.mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + kind.path() + "." + format.suffix() + "\"")
                .build();
    }

    private ReportFilter filter(@Nullable AppId app, Wish wish) {
        Instant to = wish.to == null ? clock.instant() : time(wish.to);
        Instant from = wish.from == null ? to.minus(DEFAULT_WINDOW) : time(wish.from);
        return new ReportFilter(app, from, to, zone(wish.zone), step(wish.step), top(wish.top));
    }

    private static ReportFilter.Step step(String text) {
        return Arrays.stream(ReportFilter.Step.values())
                .filter(step -> step.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new Refused(Refusal.ARGUMENT_WRONG, "step is hour or day"));
    }

    private static int top(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "top must be a number");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "zone is like Asia/Shanghai");
        }
    }

    static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new Refused(Refusal.ARGUMENT_WRONG, "times are like 2026-11-22T12:00:00Z, of this century or the next");
    }
}
