package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.report.ReportTable;
import io.parley.persistence.id.AppId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Reports of one app. */
@Path("/apps")
@RequestScoped
public class AppReportResource {

    private final ReportResponses responses;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Inject
    public AppReportResource(ReportResponses responses) {
        this.responses = responses;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AppReportResource() {
        this(null);
    }

    @GET
    @Path("/{appID}/reports/{kind}")
    @Produces({MediaType.APPLICATION_JSON, ReportResponses.CSV, ReportResponses.XLSX})
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    @APIResponse(
            responseCode = "200",
            description = "the report, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ReportTable.class)),
                @Content(mediaType = ReportResponses.CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = ReportResponses.XLSX,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response reportOfApp(
            @PathParam("appID") long appID,
            @PathParam("kind") String kind,
            @BeanParam ReportQueryParameters parameters) {
        return responses.answer(
                new AppId(appID), kind, parameters, security.getUserPrincipal().getName());
    }
}
