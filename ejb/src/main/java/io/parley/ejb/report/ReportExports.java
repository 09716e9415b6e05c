package io.parley.ejb.report;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Reports that are taken away as files, which is recorded. */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
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
        audit.record(AuditRecord.byAdmin(
                        filter.app() == null ? null : filter.app().value(), admin, AuditAction.REPORT_EXPORT)
                .with(AuditDetail.REPORT, kind.path())
                .with(AuditDetail.FROM, filter.from())
                .with(AuditDetail.TO, filter.to())
                .with(AuditDetail.ZONE, filter.zone())
                .with(AuditDetail.FORMAT, format.suffix())
                .with(AuditDetail.ROWS, table.rows().size()));
        return table;
    }
}
