package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.stream.RecordingService;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** Recordings of a call. */
@Path("/apps")
@RequestScoped
public class RecordingResource {

    private static final String FLV = "video/x-flv";

    private final RecordingService recordings;
    private final ExportPermit permit;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Inject
    public RecordingResource(RecordingService recordings, ExportPermit permit) {
        this.recordings = recordings;
        this.permit = permit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordingResource() {
        this(null, null);
    }

    @GET
    @Path("/{appID}/calls/{callID}/recordings")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public List<RecordingService.RecordingView> recordings(
            @PathParam("appID") long appID, @PathParam("callID") String callID) {
        return recordings.ofCall(new AppId(appID), CallId.parse(callID));
    }

    /** Each reading is audited. */
    @GET
    @Path("/{appID}/recordings/{publicationID}")
    @Produces({FLV, "application/problem+json"})
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.AUDITOR})
    public Response recording(@PathParam("appID") long appID, @PathParam("publicationID") long publicationID) {
        permit.take();
        java.nio.file.Path file = recordings.read(
                new AppId(appID), publicationID, security.getUserPrincipal().getName());
        return Response.ok(file.toFile(), FLV)
                .header(HttpHeaders.CONTENT_LENGTH, file.toFile().length())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + publicationID + ".flv\"")
                .build();
    }
}
