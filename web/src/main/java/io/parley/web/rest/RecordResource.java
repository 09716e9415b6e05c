package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.AuditRow;
import io.parley.ejb.record.MediaRow;
import io.parley.ejb.record.QualityRow;
import io.parley.ejb.record.RecordKind;
import io.parley.ejb.record.RecordQueries;
import io.parley.ejb.record.StayRow;
import io.parley.ejb.record.TimelineQueries;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
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
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Records of an app: by pages, or as a file. */
@Path("/apps")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
@RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class RecordResource {

    /** A page of stays. */
    public record StayPage(List<StayRow> rows, @Nullable String next) {}

    /** A page of publications or playbacks. */
    public record MediaPage(List<MediaRow> rows, @Nullable String next) {}

    /** A page of quality samples. */
    public record QualityPage(
            List<QualityRow> rows, @Nullable String next) {}

    /** A page of refused attempts, or of the audit. */
    public record AuditPage(List<AuditRow> rows, @Nullable String next) {}

    private final RecordQueries records;
    private final TimelineQueries timelines;
    private final RecordResponses answers;
    private final Clock clock;

    @Inject
    public RecordResource(RecordQueries records, TimelineQueries timelines, RecordResponses answers, Clock clock) {
        this.records = records;
        this.timelines = timelines;
        this.answers = answers;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordResource() {
        this(null, null, null, null);
    }

    @GET
    @Path("/{appID}/stays")
    @Operation(summary = "Users inside rooms, from login to the end of the stay")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = StayPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response stays(@PathParam("appID") long appID, @BeanParam RecordQueryParameters parameters) {
        return answer(RecordKind.STAYS, appID, parameters, records::stays);
    }

    @GET
    @Path("/{appID}/publications")
    @Operation(summary = "Who published which stream")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = MediaPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response publications(@PathParam("appID") long appID, @BeanParam RecordQueryParameters parameters) {
        return answer(RecordKind.PUBLICATIONS, appID, parameters, records::publications);
    }

    @GET
    @Path("/{appID}/playbacks")
    @Operation(summary = "Who watched which stream, from when to when, and how much of it")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = MediaPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response playbacks(@PathParam("appID") long appID, @BeanParam RecordQueryParameters parameters) {
        return answer(RecordKind.PLAYBACKS, appID, parameters, records::playbacks);
    }

    @GET
    @Path("/{appID}/refusals")
    @Operation(summary = "What somebody asked for and did not get, and why")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AuditPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response refusals(@PathParam("appID") long appID, @BeanParam RecordQueryParameters parameters) {
        return answer(RecordKind.REFUSALS, appID, parameters, records::refusals);
    }

    @GET
    @Path("/{appID}/quality")
    @Operation(summary = "How media was doing, window by window: as the server counted it, and as the SDK said")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = QualityPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response quality(@PathParam("appID") long appID, @BeanParam RecordQueryParameters parameters) {
        return answer(RecordKind.QUALITY, appID, parameters, records::quality);
    }

    @GET
    @Path("/{appID}/audit")
    @RolesAllowed({Roles.AUDITOR, Roles.SECURITY_ADMIN})
    @Operation(summary = "Who did what in the app; reading it is an entry of it")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AuditPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response audit(@PathParam("appID") long appID, @BeanParam RecordQueryParameters parameters) {
        return answers.audit(parameters.filter(new AppId(appID), clock.instant()), parameters.isFile());
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
        String text = RecordQueryParameters.text("q", q);
        if (text == null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "q is missing");
        }
        return timelines.search(new AppId(appID), text);
    }

    private Response answer(
            RecordKind kind,
            long appID,
            RecordQueryParameters parameters,
            Function<RecordFilter, Page<? extends Record>> read) {
        RecordFilter filter = parameters.filter(new AppId(appID), clock.instant());
        return parameters.isFile()
                ? answers.csv(kind, filter)
                : Response.ok(read.apply(filter), MediaType.APPLICATION_JSON).build();
    }
}
