package io.parley.web.rest;

import io.parley.ejb.record.AuditRow;
import io.parley.ejb.record.RecordExports;
import io.parley.ejb.record.RecordKind;
import io.parley.ejb.record.RecordQueries;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
import io.parley.web.record.NamedParameters;
import io.parley.web.record.RecordParameters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Answers of all lists: a page, or a file that is written while the list is read. Files and the audit are recorded with the reader. */
@RequestScoped
public class RecordResponses {

    /** The media type of files. */
    public static final String CSV = "text/csv";

    private final RecordQueries records;
    private final RecordExports exports;
    private final ExportPermit permit;
    private final HttpServletRequest request;
    private final Clock clock;

    @Inject
    public RecordResponses(
            RecordQueries records,
            RecordExports exports,
            ExportPermit permit,
            HttpServletRequest request,
            Clock clock) {
        this.records = records;
        this.exports = exports;
        this.permit = permit;
        this.request = request;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected RecordResponses() {
        this(null, null, null, null, null);
    }

    /**
     * A page of the list, or all of it as a file.
     *
     * @param app null for what belongs to no app
     */
    <T extends Record> ListResponse<T> list(RecordKind<T> kind, @Nullable AppId app, NamedParameters parameters) {
        return list(kind, app, parameters, PageRequest.DEFAULT_ROWS);
    }

    /** @param usual rows of a page unless asked for otherwise */
    <T extends Record> ListResponse<T> list(
            RecordKind<T> kind, @Nullable AppId app, NamedParameters parameters, int usual) {
        RecordParameters decoded = new RecordParameters(parameters);
        RecordFilter filter = filter(kind, app, decoded);
        return decoded.isFile()
                ? file(kind, filter, decoded.page(kind.list()))
                : ListResponse.of(records.page(kind, filter, decoded.page(kind.list(), usual)));
    }

    /** A page of the audit, or all of it as a file. */
    ListResponse<AuditRow> audit(@Nullable AppId app, NamedParameters parameters) {
        RecordParameters decoded = new RecordParameters(parameters);
        RecordFilter filter = filter(RecordKind.AUDIT, app, decoded);
        PageRequest page = decoded.page(RecordKind.AUDIT.list());
        if (decoded.isFile()) {
            return file(RecordKind.AUDIT, filter, page);
        }
        Page<AuditRow> found = exports.readAudit(filter, page, admin(), request.getRemoteAddr());
        return ListResponse.of(found);
    }

    private RecordFilter filter(RecordKind<?> kind, @Nullable AppId app, RecordParameters parameters) {
        return parameters.filter(kind.list(), app == null ? null : app.value(), clock.instant());
    }

    /** Refusals come before the first byte; the reader of the file is recorded. */
    private <T extends Record> ListResponse<T> file(RecordKind<T> kind, RecordFilter filter, PageRequest page) {
        permit.take();
        exports.begin(kind, filter, page, admin(), request.getRemoteAddr());
        RecordExports writer = exports;
        return ListResponse.of(new ListResponse.File(kind.path(), out -> writer.write(kind, filter, page, out)));
    }

    private String admin() {
        return request.getUserPrincipal().getName();
    }
}
