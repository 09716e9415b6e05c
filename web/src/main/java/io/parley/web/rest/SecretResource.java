package io.parley.web.rest;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppSecrets;
import io.parley.ejb.app.SecretReveals;
import io.parley.persistence.id.AppId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** The ServerSecrets of apps. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.SECURITY_ADMIN)
public class SecretResource {

    /** Why, and for how many hours the secret before is good. */
    public record Rotation(
            @Nullable String reason, @Nullable Integer overlapHours) {}

    /** Why, and the administrator's password once more. */
    public record Revelation(
            @Nullable String reason, @Nullable String password) {

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Revelation[" + reason + "]";
        }
    }

    /** The text of a secret. */
    public record RevealedSecret(String serverSecret) {}

    private final AppSecrets secrets;
    private final SecretReveals reveals;

    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    public SecretResource(AppSecrets secrets, SecretReveals reveals) {
        this.secrets = secrets;
        this.reveals = reveals;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public SecretResource() {
        this(null, null);
    }

    @GET
    @Path("/{appID}/secrets")
    @RolesAllowed({Roles.SECURITY_ADMIN, Roles.SYSTEM_ADMIN})
    public List<AppSecrets.SecretView> secrets(@PathParam("appID") long appID) {
        return secrets.list(new AppId(appID));
    }

    @POST
    @Path("/{appID}/secrets")
    @APIResponseSchema(value = AppSecrets.RotatedSecret.class, responseCode = "201")
    public Response rotateSecret(@PathParam("appID") long appID, Rotation rotation) {
        AppSecrets.RotatedSecret secret =
                secrets.rotate(new AppId(appID), rotation.overlapHours(), action(rotation.reason()));
        return unkept(Response.Status.CREATED, secret);
    }

    @DELETE
    @Path("/{appID}/secrets/secondary")
    public void revokeSecondarySecret(@PathParam("appID") long appID, @QueryParam("reason") @Nullable String reason) {
        secrets.revokeSecondary(new AppId(appID), action(reason));
    }

    @POST
    @Path("/{appID}/secrets/{secretID}/revelations")
    @APIResponseSchema(RevealedSecret.class)
    public Response revealSecret(
            @PathParam("appID") long appID, @PathParam("secretID") long secretID, Revelation revelation) {
        String text = reveals.reveal(new AppId(appID), secretID, revelation.password(), action(revelation.reason()));
        return unkept(Response.Status.OK, new RevealedSecret(text));
    }

    /** Nothing between here and the administrator shall keep it. */
    private static Response unkept(Response.Status status, Object entity) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.status(status).cacheControl(never).entity(entity).build();
    }

    private AdminAction action(@Nullable String reason) {
        return new AdminAction(request.getUserPrincipal().getName(), request.getRemoteAddr(), reason);
    }
}
