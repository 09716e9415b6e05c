package io.parley.web.rest;

import io.parley.ejb.record.CurrentKind;
import io.parley.ejb.record.CurrentQueries;
import io.parley.ejb.record.RecordExports;
import io.parley.ejb.record.RecordKind;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.RecordFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/** Answers to whom the audit has to name: lists as files, written while they are read, and the audit itself. */
@RequestScoped
public class RecordResponses {

    /** What {@link #csv} is. */
    public static final String CSV = "text/csv";

    private final RecordExports exports;
    private final CurrentQueries lists;
    private final ExportPermit permit;
    private final HttpServletRequest request;

    @Inject
    public RecordResponses(
            RecordExports exports, CurrentQueries lists, ExportPermit permit, HttpServletRequest request) {
        this.exports = exports;
        this.lists = lists;
        this.permit = permit;
        this.request = request;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected RecordResponses() {
        this(null, null, null, null);
    }

    /** A page of the audit, or all of it as a file. */
    Response audit(RecordFilter filter, boolean asFile) {
        return asFile
                ? csv(RecordKind.AUDIT, filter)
                : Response.ok(exports.readAudit(filter, admin(), request.getRemoteAddr()), MediaType.APPLICATION_JSON)
                        .build();
    }

    /** Refusals come before the first byte; who takes the file is recorded. */
    Response csv(RecordKind kind, RecordFilter filter) {
        permit.take();
        exports.begin(kind, filter, admin(), request.getRemoteAddr());
        RecordExports writer = exports;
        return file(kind.path(), out -> writer.write(kind, filter, out));
    }

    /**
     * The same of what is there now.
     *
     * @param app null for lists that belong to no app
     */
    Response csv(CurrentKind kind, @Nullable AppId app, CurrentFilter filter) {
        permit.take();
        exports.begin(kind, app, filter, admin(), request.getRemoteAddr());
        RecordExports writer = exports;
        return file(kind.path(), out -> writer.write(kind, app, filter, out));
    }

    /**
     * A page of what is there now, or all of it as a file.
     *
     * @param app null for lists that belong to no app
     */
    Response current(CurrentKind kind, @Nullable AppId app, CurrentQueryParameters parameters) {
        return parameters.isFile()
                ? csv(kind, app, parameters.filter())
                : Response.ok(kind.page(lists, app, parameters.filter()), MediaType.APPLICATION_JSON)
                        .build();
    }

    private static Response file(String name, StreamingOutput content) {
        return Response.ok(content, CSV + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private String admin() {
        return request.getUserPrincipal().getName();
    }
}
