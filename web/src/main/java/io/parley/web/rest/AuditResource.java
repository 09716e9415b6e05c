package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Audit of the server; entries about an app are among the app's records. */
@Path("/audit")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
@RolesAllowed({Roles.AUDITOR, Roles.SECURITY_ADMIN})
public class AuditResource {

    private final RecordResponses answers;
    private final Clock clock;

    @Inject
    public AuditResource(RecordResponses answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AuditResource() {
        this(null, null);
    }

    @GET
    @Operation(summary = "Who did what that belongs to no app: sign-ins, accounts, servers")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RecordResource.AuditPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response auditOfServer(@BeanParam RecordQueryParameters parameters) {
        return answers.audit(parameters.filter(null, clock.instant()), parameters.isFile());
    }
}
