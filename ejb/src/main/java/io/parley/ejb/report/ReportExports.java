package io.parley.ejb.report;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reports that are taken away as files, which is recorded. */
@Stateless
public class ReportExports {

    private final ReportQueries reports;
    private final AuditTrail audit;

    @Inject
    public ReportExports(ReportQueries reports, AuditTrail audit) {
        this.reports = reports;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ReportExports() {
        this(null, null);
    }

    /** @param admin who takes it */
    public ReportTable export(ReportKind kind, ReportFilter filter, ReportFormat format, String admin) {
        ReportTable table = reports.run(kind, filter);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("report", kind.path());
        detail.put("from", filter.from());
        detail.put("to", filter.to());
        detail.put("zone", filter.zone());
        detail.put("format", format.suffix());
        detail.put("rows", table.rows().size());
        audit.record(AuditRecord.byAdmin(
                        filter.app() == null ? null : filter.app().value(), admin, AuditAction.REPORT_EXPORT)
                .with(detail));
        return table;
    }
}
