package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.stream.GrantService;
import io.parley.ejb.stream.MediaAddress;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Apps, temporary tokens, media URLs. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.SYSTEM_ADMIN)
public class AppResource {

    /** What a new app is called. */
    public record NewApp(@Nullable String name) {}

    /** The new app; the secret is shown this once. */
    public record CreatedApp(long appID, String name, String serverSecret, String server) {}

    /** An app without its secret. */
    public record ListedApp(
            long appID, String name, String createdAt, boolean enabled, String firstFrame, boolean record) {}

    /** What can be changed of an app; what is absent stays as it is. */
    public record AppSettings(
            @Nullable String firstFrame, @Nullable Boolean record) {}

    /** What a temporary token shall allow; privileges as in the token: {@code {"1": 1, "2": 1}}. */
    public record TokenWish(
            @Nullable String userID,
            @Nullable String roomID,
            @Nullable List<String> streamIDs,
            @Nullable Map<String, Integer> privileges,
            @Nullable Long effectiveSeconds) {}

    /** A token. */
    public record IssuedToken(String token) {}

    /** What a device shall be able to do. */
    public record MediaUrlWish(
            @Nullable String roomID,
            @Nullable String userID,
            @Nullable String userName,
            @Nullable String streamID,
            @Nullable String direction,
            @Nullable Long effectiveSeconds,
            @Nullable Integer maxConnections) {}

    private static final long DEFAULT_SECONDS = 3_600;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AppAdministration apps;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private GrantService grants;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Context
    @SuppressWarnings("NullAway.Init")
    private UriInfo uri;

    @GET
    public List<ListedApp> list() {
        return apps.list().stream()
                .map(app -> new ListedApp(
                        app.appId(),
                        app.name(),
                        app.createdAt().toString(),
                        app.enabled(),
                        app.firstFrame().label(),
                        app.recording()))
                .toList();
    }

    @POST
    public Response create(NewApp app) {
        AppAdministration.CreatedApp created = apps.create(app.name(), admin());
        return Response.status(Response.Status.CREATED)
                .entity(new CreatedApp(
                        created.appId().value(), created.name(), created.serverSecret(), signalAddress()))
                .build();
    }

    @PUT
    @Path("/{appID}/settings")
    public void change(@PathParam("appID") long appID, AppSettings settings) {
        String mode = settings.firstFrame();
        if (mode == null && settings.record() == null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "firstFrame, record or both must be given");
        }
        apps.change(new AppId(appID), mode == null ? null : firstFrame(mode), settings.record(), admin());
    }

    private static FirstFrame firstFrame(String mode) {
        return FirstFrame.of(mode)
                .orElseThrow(() -> new Refused(Refusal.ARGUMENT_WRONG, "firstFrame must be edge, fast or smooth"));
    }

    @POST
    @Path("/{appID}/temporary-tokens")
    public IssuedToken temporaryToken(@PathParam("appID") long appID, TokenWish wish) {
        Map<String, Integer> privileges = wish.privileges();
        List<String> streams = wish.streamIDs();
        String token = apps.temporaryToken(
                new AppId(appID),
                new AppAdministration.TokenWish(
                        UserId.of(wish.userID()),
                        wish.roomID() == null ? null : RoomId.of(wish.roomID()),
                        allows(privileges, "1"),
                        allows(privileges, "2"),
                        streams == null
                                ? null
                                : streams.stream().map(StreamId::of).toList(),
                        wish.effectiveSeconds() == null ? DEFAULT_SECONDS : wish.effectiveSeconds()),
                admin());
        return new IssuedToken(token);
    }

    @POST
    @Path("/{appID}/media-urls")
    public MediaAddress.Urls mediaUrl(@PathParam("appID") long appID, MediaUrlWish wish) {
        UserId user = UserId.of(wish.userID());
        return grants.grantDevice(
                new AppId(appID),
                new GrantService.DeviceWish(
                        RoomId.of(wish.roomID()),
                        user,
                        UserName.orId(wish.userName(), user),
                        StreamId.of(wish.streamID()),
                        direction(wish.direction()),
                        wish.effectiveSeconds() == null ? DEFAULT_SECONDS : wish.effectiveSeconds(),
                        wish.maxConnections() == null ? 1 : wish.maxConnections()),
                admin());
    }

    private static Direction direction(@Nullable String direction) {
        if ("publish".equals(direction)) {
            return Direction.PUBLISH;
        }
        if ("play".equals(direction)) {
            return Direction.PLAY;
        }
        throw new Refused(Refusal.ARGUMENT_WRONG, "direction must be publish or play");
    }

    private static boolean allows(@Nullable Map<String, Integer> privileges, String name) {
        return privileges == null || Integer.valueOf(1).equals(privileges.get(name));
    }

    private String admin() {
        return security.getUserPrincipal().getName();
    }

    private String signalAddress() {
        String scheme = "https".equals(uri.getBaseUri().getScheme()) ? "wss" : "ws";
        return scheme + "://" + uri.getBaseUri().getAuthority() + "/parley/signal";
    }
}
