package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.AuditRow;
import io.parley.ejb.record.MediaRow;
import io.parley.ejb.record.QualityRow;
import io.parley.ejb.record.RecordKind;
import io.parley.ejb.record.StayRow;
import io.parley.ejb.record.TimelineQueries;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.web.record.NamedParameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Records of an app: by pages, or as a file. */
@Path("/apps")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
@RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class RecordResource {

    private final TimelineQueries timelines;
    private final RecordResponses responses;

    @Inject
    public RecordResource(TimelineQueries timelines, RecordResponses responses) {
        this.timelines = timelines;
        this.responses = responses;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordResource() {
        this(null, null);
    }

    @GET
    @Path("/{appID}/stays")
    @Operation(summary = "Users inside rooms, from login to the end of the stay")
    public ListResponse<StayRow> stays(@PathParam("appID") long appID, @BeanParam HistoryQueryParameters parameters) {
        return responses.list(RecordKind.STAYS, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/publications")
    @Operation(summary = "Who published which stream")
    public ListResponse<MediaRow> publications(
            @PathParam("appID") long appID, @BeanParam HistoryQueryParameters parameters) {
        return responses.list(RecordKind.PUBLICATIONS, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/playbacks")
    @Operation(summary = "Who watched which stream, from when to when, and how much of it")
    public ListResponse<MediaRow> playbacks(
            @PathParam("appID") long appID, @BeanParam HistoryQueryParameters parameters) {
        return responses.list(RecordKind.PLAYBACKS, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/refusals")
    @Operation(summary = "What somebody asked for and did not get, and why")
    public ListResponse<AuditRow> refusals(
            @PathParam("appID") long appID, @BeanParam HistoryQueryParameters parameters) {
        return responses.list(RecordKind.REFUSALS, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/quality")
    @Operation(summary = "How media was doing, window by window: as the server counted it, and as the SDK said")
    public ListResponse<QualityRow> quality(
            @PathParam("appID") long appID, @BeanParam HistoryQueryParameters parameters) {
        return responses.list(RecordKind.QUALITY, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/audit")
    @RolesAllowed({Roles.AUDITOR, Roles.SECURITY_ADMIN})
    @Operation(summary = "Who did what in the app; reading it is an entry of it")
    public ListResponse<AuditRow> audit(@PathParam("appID") long appID, @BeanParam HistoryQueryParameters parameters) {
        return responses.audit(new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/calls/{callID}/timeline")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Everything of one call on one line of time: stays, media, refusals, what administrators did, quality")
    public TimelineQueries.CallTimeline callTimeline(
            @PathParam("appID") long appID, @PathParam("callID") String callID) {
        return timelines.of(new AppId(appID), CallId.parse(callID));
    }

    @GET
    @Path("/{appID}/search")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A call by its id; rooms, users and streams by the beginning of their names")
    public List<TimelineQueries.Found> search(@PathParam("appID") long appID, @QueryParam("q") @Nullable String q) {
        NamedParameters parameters = name -> q;
        String text = parameters.text("q");
        if (text == null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "q is missing");
        }
        return timelines.search(new AppId(appID), text);
    }
}
