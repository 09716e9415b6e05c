package io.parley.web.rest;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.app.AppSettings;
import io.parley.ejb.record.RecordKind;
import io.parley.ejb.stream.GrantService;
import io.parley.ejb.stream.MediaAddress;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.record.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Apps, temporary tokens, media URLs. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.SYSTEM_ADMIN)
public class AppResource {

    /** A new app and its name. */
    public record NewApp(@Nullable String name) {}

    /** The new app; the secret is shown this once. */
    public record CreatedApp(long appID, String name, String serverSecret, String server) {}

    /** An app without its secret. */
    public record ListedApp(
            long appID, String name, String createdAt, boolean enabled, String firstFrame, boolean record) {}

    /** The content of a temporary token; privileges as in the token: {@code {"1": 1, "2": 1}}. */
    public record TokenParameters(
            @Nullable String userID,
            @Nullable String roomID,
            @Nullable List<String> streamIDs,
            @Nullable Map<String, Integer> privileges,
            @Nullable Long effectiveSeconds) {}

    /** A token. */
    public record IssuedToken(String token) {}

    /** The right that a device shall have. */
    public record MediaUrlParameters(
            @Nullable String roomID,
            @Nullable String userID,
            @Nullable String userName,
            @Nullable String streamID,
            @Nullable String direction,
            @Nullable Long effectiveSeconds,
            @Nullable Integer maxConnections) {}

    private static final long DEFAULT_SECONDS = 3_600;

    private final AppAdministration apps;
    private final GrantService grants;
    private final RecordResponses responses;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Context
    @SuppressWarnings("NullAway.Init")
    private UriInfo uri;

    @Inject
    public AppResource(AppAdministration apps, GrantService grants, RecordResponses responses) {
        this.apps = apps;
        this.grants = grants;
        this.responses = responses;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AppResource() {
        this(null, null, null);
    }

    /** All apps unless asked for some; where there are more, the header Link leads to them. */
    @GET
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    @APIResponse(
            responseCode = "200",
            description = "apps, or a file",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = ListedApp.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response apps(@BeanParam CurrentQueryParameters parameters) {
        ListResponse<AppAdministration.AppView> page =
                responses.list(RecordKind.APPS, null, parameters, PageRequest.MAX_READ);
        if (page.file() != null) {
            return Response.ok(page).build();
        }
        Response.ResponseBuilder answer = Response.ok(
                page.rows().stream()
                        .map(app -> new ListedApp(
                                app.appId(),
                                app.name(),
                                app.createdAt().toString(),
                                app.enabled(),
                                app.firstFrame().label(),
                                app.recording()))
                        .toList(),
                MediaType.APPLICATION_JSON);
        return page.next() == null
                ? answer.build()
                : answer.link(
                                uri.getRequestUriBuilder()
                                        .replaceQueryParam("cursor", page.next())
                                        .build(),
                                "next")
                        .build();
    }

    @POST
    @APIResponseSchema(value = CreatedApp.class, responseCode = "201")
    public Response createApp(NewApp app) {
        AppAdministration.CreatedApp created = apps.create(app.name(), admin());
        return Response.status(Response.Status.CREATED)
                .entity(new CreatedApp(
                        created.appId().value(), created.name(), created.serverSecret(), signalAddress()))
                .build();
    }

    @GET
    @Path("/{appID}/settings")
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public AppSettings appSettings(@PathParam("appID") long appID) {
        return apps.settings(new AppId(appID));
    }

    @PUT
    @Path("/{appID}/settings")
    public void changeAppSettings(@PathParam("appID") long appID, AppSettings change) {
        if (change.changesNothing()) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "no setting is given");
        }
        apps.change(new AppId(appID), change, new AdminAction(admin(), request.getRemoteAddr(), change.reason()));
    }

    @POST
    @Path("/{appID}/temporary-tokens")
    public IssuedToken temporaryToken(@PathParam("appID") long appID, TokenParameters parameters) {
        Map<String, Integer> privileges = parameters.privileges();
        List<String> streams = parameters.streamIDs();
        String token = apps.temporaryToken(
                new AppId(appID),
                new AppAdministration.TokenRequest(
                        UserId.of(parameters.userID()),
                        parameters.roomID() == null ? null : RoomId.of(parameters.roomID()),
                        allows(privileges, "1"),
                        allows(privileges, "2"),
                        streams == null
                                ? null
                                : streams.stream().map(StreamId::of).toList(),
                        parameters.effectiveSeconds() == null ? DEFAULT_SECONDS : parameters.effectiveSeconds()),
                admin());
        return new IssuedToken(token);
    }

    @POST
    @Path("/{appID}/media-urls")
    public MediaAddress.Urls mediaUrl(@PathParam("appID") long appID, MediaUrlParameters parameters) {
        UserId user = UserId.of(parameters.userID());
        return grants.grantDevice(
                new AppId(appID),
                new GrantService.DeviceRequest(
                        RoomId.of(parameters.roomID()),
                        user,
                        UserName.orId(parameters.userName(), user),
                        StreamId.of(parameters.streamID()),
                        direction(parameters.direction()),
                        parameters.effectiveSeconds() == null ? DEFAULT_SECONDS : parameters.effectiveSeconds(),
                        parameters.maxConnections() == null ? 1 : parameters.maxConnections()),
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
