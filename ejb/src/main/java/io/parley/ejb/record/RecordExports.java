package io.parley.ejb.record;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Lists of records that are taken away, and the audit that is read: both are entries of the audit themselves. */
@Stateless
public class RecordExports {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private RecordQueries records;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail audit;

    /** Entries of the audit, which is one of them from now on. */
    public Page<AuditRow> readAudit(RecordFilter filter, String admin, String address) {
        Page<AuditRow> page = records.audit(filter);
        audit.looked(admin, address, filter);
        return page;
    }

    /**
     * Says whether the list can be had, and that it was taken. {@link #write} comes after it.
     *
     * @param admin who takes it
     */
    public void begin(RecordKind kind, RecordFilter filter, String admin, String address) {
        if (!filter.sort().equals("time")) {
            // Each step through another order would sort the whole range again.
            throw new Refused(Refusal.ARGUMENT_WRONG, "a file is ordered by time; leave sort out");
        }
        kind.page(records, filter.limitedTo(1));
        Map<String, Object> detail = filter.described();
        detail.put("list", kind.path());
        detail.put("format", "csv");
        audit.record(AuditRecord.byAdmin(filter.appId(), admin, AuditAction.RECORD_EXPORT)
                .from(address)
                .with(detail));
    }

    /**
     * All rows of the list as CSV, {@value RecordFilter#MAX_READ} at a time, each in a transaction of its own: nothing is held while
     * the reader is slow. A file without the last line that {@link CsvTable} writes is not whole.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void write(RecordKind kind, RecordFilter filter, OutputStream out) throws IOException {
        RecordColumns columns = kind.columns();
        CsvTable table = new CsvTable(out);
        table.row(columns.names());
        RecordFilter next = filter.limitedTo(RecordFilter.MAX_READ);
        while (true) {
            Page<? extends Record> page = kind.page(records, next);
            for (Record row : page.rows()) {
                table.row(columns.values(row));
            }
            if (page.next() == null) {
                break;
            }
            next = next.after(page.next());
        }
        table.finish();
    }
}
