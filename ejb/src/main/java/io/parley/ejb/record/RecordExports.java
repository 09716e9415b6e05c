package io.parley.ejb.record;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Lists of records that are taken away, and the audit that is read: both are entries of the audit themselves. */
@Stateless
public class RecordExports {

    private final RecordQueries records;
    private final AuditTrail audit;

    @Inject
    public RecordExports(RecordQueries records, AuditTrail audit) {
        this.records = records;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordExports() {
        this(null, null);
    }

    /** Entries of the audit, which is one of them from now on. */
    @RequiresRole({Roles.AUDITOR, Roles.SECURITY_ADMIN})
    public Page<AuditRow> readAudit(RecordFilter filter, PageRequest page, String admin, String address) {
        Page<AuditRow> found = records.page(RecordKind.AUDIT, filter, page);
        audit.looked(admin, address, filter);
        return found;
    }

    /**
     * Says whether the list can be had, and that it was taken. {@link #write} comes after it.
     *
     * @param admin the account that takes it
     */
    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public void begin(RecordKind<?> kind, RecordFilter filter, PageRequest page, String admin, String address) {
        if (kind.list().isHistory()
                && page.sort() != null
                && !page.sort().equals(kind.list().usualSort())) {
            // Each step through another order would sort the whole range again.
            throw new Refused(Refusal.ARGUMENT_WRONG, "a file is ordered by time; leave sort out");
        }
        records.page(kind, filter, page.limitedTo(1));
        audit.record(AuditRecord.byAdmin(filter.appId(), admin, AuditAction.RECORD_EXPORT)
                .from(address)
                .withDetail(filter.described())
                .with(AuditDetail.LIST, kind.path())
                .with(AuditDetail.FORMAT, "csv"));
    }

    /**
     * All rows of the list as CSV, {@value PageRequest#MAX_READ} at a time, each in a transaction of its own: nothing is held while
     * the reader is slow. A file without the last line that {@link CsvTable} writes is not whole.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public void write(RecordKind<?> kind, RecordFilter filter, PageRequest order, OutputStream out) throws IOException {
        RecordColumns columns = kind.columns();
        CsvTable table = new CsvTable(out);
        table.row(columns.names());
        @Nullable String cursor = null;
        do {
            Page<? extends Record> page = records.page(
                    kind, filter, order.limitedTo(PageRequest.MAX_READ).after(cursor));
            for (Record row : page.rows()) {
                table.row(columns.values(row));
            }
            cursor = page.next();
        } while (cursor != null);
        table.finish();
    }
}
