package io.parley.web.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.RecordKind;
import io.parley.ejb.room.CallQueries;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.web.record.NamedParameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Calls, live and ended. One call is one life of a room. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class CallResource {

    /** One event of a call, its body as it was written. */
    public record Event(
            long seq,
            Instant occurredAt,
            String event,
            @JsonRawValue String body) {}

    /** One page of calls, and where the next one begins. */
    public record CallPage(
            List<CallQueries.CallView> calls, @Nullable String next) {}

    /** Events of a call in order. */
    public record EventPage(List<Event> events) {}

    private final CallQueries calls;
    private final RecordResponses responses;

    @Inject
    public CallResource(CallQueries calls, RecordResponses responses) {
        this.calls = calls;
        this.responses = responses;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public CallResource() {
        this(null, null);
    }

    @GET
    @Path("/{appID}/calls")
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    @Operation(summary = "Calls, live and ended, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CallPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response calls(
            @PathParam("appID") long appID,
            @BeanParam HistoryQueryParameters parameters,
            @QueryParam("before") @Parameter(description = "another name of cursor") @Nullable String before) {
        NamedParameters named = name -> before != null && name.equals("cursor") ? before : parameters.get(name);
        ListResponse<CallQueries.CallView> page = responses.list(RecordKind.CALLS, new AppId(appID), named);
        return page.file() == null
                ? Response.ok(new CallPage(page.rows(), page.next()), MediaType.APPLICATION_JSON)
                        .build()
                : Response.ok(page).build();
    }

    @GET
    @Path("/{appID}/calls/{callID}")
    public CallQueries.CallDetail call(@PathParam("appID") long appID, @PathParam("callID") String callID) {
        return calls.detail(new AppId(appID), CallId.parse(callID));
    }

    @GET
    @Path("/{appID}/calls/{callID}/events")
    public EventPage callEvents(
            @PathParam("appID") long appID,
            @PathParam("callID") String callID,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("limit") @DefaultValue("200") int limit) {
        return new EventPage(calls.events(new AppId(appID), CallId.parse(callID), after, limit).stream()
                .map(entry -> new Event(entry.seq(), entry.occurredAt(), entry.event(), entry.body()))
                .toList());
    }
}
