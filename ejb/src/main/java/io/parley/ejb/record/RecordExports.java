package io.parley.ejb.record;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists of records that are taken away, and the audit that is read: both are entries of the audit themselves. */
@Stateless
public class RecordExports {

    private final RecordQueries records;
    private final CurrentQueries lists;
    private final AuditTrail audit;

    @Inject
    public RecordExports(RecordQueries records, CurrentQueries lists, AuditTrail audit) {
        this.records = records;
        this.lists = lists;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordExports() {
        this(null, null, null);
    }

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
        audit.record(AuditRecord.byAdmin(filter.appId(), admin, AuditAction.RECORD_EXPORT)
                .from(address)
                .withDetail(filter.described())
                .with(AuditDetail.LIST, kind.path())
                .with(AuditDetail.FORMAT, "csv"));
    }

    /**
     * All rows of the list as CSV, {@value RecordFilter#MAX_READ} at a time, each in a transaction of its own: nothing is held while
     * the reader is slow. A file without the last line that {@link CsvTable} writes is not whole.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void write(RecordKind kind, RecordFilter filter, OutputStream out) throws IOException {
        write(
                kind.columns(),
                cursor -> kind.page(
                        records, filter.limitedTo(RecordFilter.MAX_READ).after(cursor)),
                out);
    }

    /** Says that a list of what is there now was taken, if it can be had. @param app null for lists that belong to no app */
    public void begin(CurrentKind kind, @Nullable AppId app, CurrentFilter filter, String admin, String address) {
        kind.page(lists, app, filter);
        String text = filter.text();
        audit.record(AuditRecord.byAdmin(app == null ? null : app.value(), admin, AuditAction.RECORD_EXPORT)
                .from(address)
                .withDetail(text == null ? Map.of() : Map.of("text", text))
                .with(AuditDetail.LIST, kind.path())
                .with(AuditDetail.FORMAT, "csv"));
    }

    /** All rows of the list as CSV, in the order that was asked for. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void write(CurrentKind kind, @Nullable AppId app, CurrentFilter filter, OutputStream out)
            throws IOException {
        write(kind.columns(), cursor -> kind.page(lists, app, filter.after(cursor)), out);
    }

    private static void write(
            RecordColumns columns, Function<@Nullable String, Page<? extends Record>> pages, OutputStream out)
            throws IOException {
        CsvTable table = new CsvTable(out);
        table.row(columns.names());
        @Nullable String cursor = null;
        do {
            Page<? extends Record> page = pages.apply(cursor);
            for (Record row : page.rows()) {
                table.row(columns.values(row));
            }
            cursor = page.next();
        } while (cursor != null);
        table.finish();
    }
}
