package io.parley.web.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.room.CallQueries;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.persistence.id.RoomId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
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

    /** Events of a call in order. */
    public record EventPage(List<Event> events) {}

    private static final Duration DEFAULT_WINDOW = Duration.ofDays(30);

    @EJB
    @SuppressWarnings("NullAway.Init")
    private CallQueries calls;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    @GET
    @Path("/{appID}/calls")
    public CallQueries.CallPage page(
            @PathParam("appID") long appID,
            @QueryParam("roomID") @Nullable String roomID,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        Instant end = to == null ? clock.instant().plusSeconds(1) : time(to);
        Instant start = from == null ? end.minus(DEFAULT_WINDOW) : time(from);
        return calls.page(
                new AppId(appID),
                roomID == null ? null : RoomId.of(roomID),
                start,
                end,
                before == null ? null : CallId.parse(before),
                limit);
    }

    @GET
    @Path("/{appID}/calls/{callID}")
    public CallQueries.CallDetail detail(@PathParam("appID") long appID, @PathParam("callID") String callID) {
        return calls.detail(new AppId(appID), CallId.parse(callID));
    }

    @GET
    @Path("/{appID}/calls/{callID}/events")
    public EventPage events(
            @PathParam("appID") long appID,
            @PathParam("callID") String callID,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("limit") @DefaultValue("200") int limit) {
        return new EventPage(calls.events(new AppId(appID), CallId.parse(callID), after, limit).stream()
                .map(entry -> new Event(entry.seq(), entry.occurredAt(), entry.event(), entry.body()))
                .toList());
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "times are like 2026-11-22T12:00:00Z");
        }
    }
}
