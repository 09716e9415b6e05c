package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.AuditRow;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Audit of the server; entries about an app are among the app's records. */
@Path("/audit")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
@RolesAllowed({Roles.AUDITOR, Roles.SECURITY_ADMIN})
public class AuditResource {

    private final RecordResponses responses;

    @Inject
    public AuditResource(RecordResponses responses) {
        this.responses = responses;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AuditResource() {
        this(null);
    }

    @GET
    @Operation(summary = "Who did what that belongs to no app: sign-ins, accounts, servers")
    public ListResponse<AuditRow> auditOfServer(@BeanParam HistoryQueryParameters parameters) {
        return responses.audit(null, parameters);
    }
}
