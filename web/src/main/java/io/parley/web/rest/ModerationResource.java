package io.parley.web.rest;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.moderation.ModerationService;
import io.parley.ejb.record.RecordKind;
import io.parley.ejb.stream.GrantService;
import io.parley.ejb.stream.MediaAddress;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import io.parley.web.record.ReportParameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Administrative actions on calls. Each action takes a reason. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class ModerationResource {

    /** The user who has to go, the reason, and the seconds to stay out. */
    public record Kick(
            @Nullable String roomID,
            @Nullable String userID,
            @Nullable String reason,
            @Nullable Long stayOutSeconds) {}

    /** The call that ends, the reason, and the seconds for which the room stays empty. */
    public record RoomClosure(
            @Nullable String roomID,
            @Nullable String reason,
            @Nullable Long stayOutSeconds) {}

    /** The stream that ends, and the reason. */
    public record StreamStop(
            @Nullable String streamID, @Nullable String reason) {}

    /** A new ban; {@code forbids} is join, publish or both. */
    public record NewBan(
            @Nullable String userID,
            @Nullable String address,
            @Nullable String roomID,
            @Nullable String forbids,
            @Nullable String until,
            @Nullable String reason) {}

    private final ModerationService moderation;
    private final RecordResponses responses;
    private final GrantService grants;

    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    public ModerationResource(ModerationService moderation, RecordResponses responses, GrantService grants) {
        this.moderation = moderation;
        this.responses = responses;
        this.grants = grants;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ModerationResource() {
        this(null, null, null);
    }

    /** The stream that an operator wants to look at. */
    public record Preview(@Nullable String streamID) {}

    /** An address that plays a live stream, good for a minute and one player. */
    @POST
    @Path("/{appID}/previews")
    public MediaAddress.Urls preview(@PathParam("appID") long appID, Preview preview) {
        return grants.grantPreview(
                new AppId(appID),
                StreamId.of(preview.streamID()),
                request.getUserPrincipal().getName());
    }

    @POST
    @Path("/{appID}/kicks")
    public void kick(@PathParam("appID") long appID, Kick kick) {
        moderation.kick(
                new AppId(appID),
                RoomId.of(kick.roomID()),
                UserId.of(kick.userID()),
                seconds(kick.stayOutSeconds()),
                action(kick.reason()));
    }

    @POST
    @Path("/{appID}/room-closures")
    public void closeRoom(@PathParam("appID") long appID, RoomClosure closure) {
        moderation.closeRoom(
                new AppId(appID),
                RoomId.of(closure.roomID()),
                seconds(closure.stayOutSeconds()),
                action(closure.reason()));
    }

    @POST
    @Path("/{appID}/stream-stops")
    public void stopStream(@PathParam("appID") long appID, StreamStop stop) {
        moderation.stopStream(new AppId(appID), StreamId.of(stop.streamID()), action(stop.reason()));
    }

    @GET
    @Path("/{appID}/bans")
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    public ListResponse<ModerationService.BanView> bans(
            @PathParam("appID") long appID, @BeanParam CurrentQueryParameters parameters) {
        return responses.list(RecordKind.BANS, new AppId(appID), parameters);
    }

    @POST
    @Path("/{appID}/bans")
    @APIResponseSchema(value = ModerationService.BanView.class, responseCode = "201")
    public Response ban(@PathParam("appID") long appID, NewBan ban) {
        return Response.status(Response.Status.CREATED)
                .entity(moderation.ban(
                        new AppId(appID),
                        new ModerationService.BanRequest(
                                ban.userID() == null ? null : UserId.of(ban.userID()),
                                ban.address(),
                                ban.roomID() == null ? null : RoomId.of(ban.roomID()),
                                forbids(ban.forbids()),
                                time(ban.until())),
                        action(ban.reason())))
                .build();
    }

    @DELETE
    @Path("/{appID}/bans/{banID}")
    public void unban(
            @PathParam("appID") long appID,
            @PathParam("banID") long banID,
            @QueryParam("reason") @Nullable String reason) {
        moderation.unban(new AppId(appID), banID, action(reason));
    }

    private AdminAction action(@Nullable String reason) {
        return new AdminAction(request.getUserPrincipal().getName(), request.getRemoteAddr(), reason);
    }

    private static long seconds(@Nullable Long seconds) {
        return seconds == null ? 0 : seconds;
    }

    private static Forbids forbids(@Nullable String name) {
        return switch (name == null ? "join" : name) {
            case "join" -> Forbids.JOIN;
            case "publish" -> Forbids.PUBLISH;
            case "both" -> Forbids.BOTH;
            default -> throw new Refused(Refusal.ARGUMENT_WRONG, "forbids must be join, publish or both");
        };
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : ReportParameters.time("until", text);
    }
}
