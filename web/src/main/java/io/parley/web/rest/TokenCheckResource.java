package io.parley.web.rest;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.room.TokenChecks;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Explains tokens. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR})
public class TokenCheckResource {

    /** A token, and who would use it where. */
    public record Question(
            @Nullable String token,
            @Nullable String roomID,
            @Nullable String userID,
            @Nullable String address) {

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "Question[" + roomID + " " + userID + "]";
        }
    }

    private final TokenChecks checks;

    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    public TokenCheckResource(TokenChecks checks) {
        this.checks = checks;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public TokenCheckResource() {
        this(null);
    }

    @POST
    @Path("/{appID}/token-checks")
    public TokenChecks.TokenCheck checkToken(@PathParam("appID") long appID, Question question) {
        return checks.check(
                new AppId(appID),
                question.token(),
                question.roomID() == null ? null : RoomId.of(question.roomID()),
                question.userID() == null ? null : UserId.of(question.userID()),
                question.address(),
                new AdminAction(request.getUserPrincipal().getName(), request.getRemoteAddr(), null));
    }
}
