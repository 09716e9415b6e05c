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
import io.parley.web.record.ReportParameters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A report as JSON or as a file, of one app or of all alike. */
@RequestScoped
public class ReportResponses {

    static final String CSV = "text/csv";
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

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
     * The report, or a file with it.
     *
     * @param app null for all apps
     * @param path the name of its kind
     * @param admin the account that asks
     */
    public Response answer(@Nullable AppId app, String path, ReportQueryParameters parameters, String admin) {
        ReportKind kind = ReportParameters.kind(path);
        ReportFilter filter = new ReportParameters(parameters).filter(app, clock.instant());
        String name = Objects.requireNonNullElse(parameters.get("format"), "json");
        if (name.equals("json")) {
            return Response.ok(reports.run(kind, filter), MediaType.APPLICATION_JSON)
                    .build();
        }
        ReportFormat format = ReportFormat.of(name)
                .orElseThrow(() -> new Refused(Refusal.ARGUMENT_WRONG, "format is json, csv or xlsx"));
        ReportTable table = exports.export(kind, filter, format, admin);
        return Response.ok((StreamingOutput) out -> format.write(table, out), format.mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + kind.path() + "." + format.suffix() + "\"")
                .build();
    }
}
