package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.report.ReportTable;
import io.parley.ejb.report.RollupSteps;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.report.RollupProgress;
import io.parley.web.record.ReportParameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Reports of all apps together, and the sums that reports are read from. */
@Path("/reports")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
public class ReportResource {

    /** @param from a time; its day (UTC) and all after it are made again */
    public record Rebuild(@Nullable String from) {}

    private final ReportResponses responses;
    private final RollupSteps sums;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Inject
    public ReportResource(ReportResponses responses, RollupSteps sums) {
        this.responses = responses;
        this.sums = sums;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ReportResource() {
        this(null, null);
    }

    @GET
    @Path("/{kind}")
    @Produces({MediaType.APPLICATION_JSON, ReportResponses.CSV, ReportResponses.XLSX})
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.AUDITOR})
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
    public Response reportOfAllApps(@PathParam("kind") String kind, @BeanParam ReportQueryParameters parameters) {
        return responses.answer(
                null, kind, parameters, security.getUserPrincipal().getName());
    }

    /** The progress of the sums. */
    @GET
    @Path("/sums")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SYSTEM_ADMIN)
    public RollupProgress reportSums() {
        return sums.progress();
    }

    /** Makes them again from the facts, in the background. */
    @POST
    @Path("/sums/rebuild")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SYSTEM_ADMIN)
    @APIResponseSchema(value = RollupProgress.class, responseCode = "202")
    public Response rebuildReportSums(Rebuild rebuild) {
        String from = rebuild.from();
        if (from == null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "from is missing");
        }
        RollupProgress progress = sums.rebuild(
                ReportParameters.time("from", from), security.getUserPrincipal().getName());
        return Response.accepted(progress).build();
    }
}
