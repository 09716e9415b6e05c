package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.RecordExports;
import io.parley.ejb.record.RecordKind;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.RecordFilter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Who did what. Reading it is an entry of it. */
@Path("/")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, RecordFiles.CSV})
@RolesAllowed({Roles.AUDITOR, Roles.SECURITY_ADMIN})
public class AuditResource {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private RecordExports exports;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RecordFiles files;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @GET
    @Path("/apps/{appID}/audit")
    @Operation(summary = "Who did what in an app")
    @APIResponseSchema(RecordResource.AuditPage.class)
    public Response ofApp(@PathParam("appID") long appID, @BeanParam RecordWish wish) {
        return answer(new AppId(appID), wish);
    }

    @GET
    @Path("/audit")
    @Operation(summary = "Who did what that belongs to no app: sign-ins, accounts, servers")
    @APIResponseSchema(RecordResource.AuditPage.class)
    public Response ofServer(@BeanParam RecordWish wish) {
        return answer(null, wish);
    }

    private Response answer(@Nullable AppId app, RecordWish wish) {
        RecordFilter filter = wish.filter(app, clock.instant());
        return wish.isFile()
                ? files.csv(RecordKind.AUDIT, filter)
                : Response.ok(
                                exports.readAudit(
                                        filter, request.getUserPrincipal().getName(), request.getRemoteAddr()),
                                MediaType.APPLICATION_JSON)
                        .build();
    }
}
