package io.parley.web.rest;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.RecordKind;
import io.parley.ejb.record.SessionRow;
import io.parley.persistence.admin.AdminSession;
import jakarta.annotation.security.PermitAll;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Signing in and out. */
@Path("/sessions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SessionResource {

    /** Name and password. */
    public record Credentials(
            @Nullable String username, @Nullable String password) {

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    /** Why somebody else's session ends. */
    public record Ending(@Nullable String reason) {}

    private final AdminSessions sessions;
    private final RecordResponses responses;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Inject
    public SessionResource(AdminSessions sessions, RecordResponses responses) {
        this.sessions = sessions;
        this.responses = responses;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public SessionResource() {
        this(null, null);
    }

    @POST
    @PermitAll
    public AdminSessions.Session signIn(Credentials credentials, @Context HttpServletRequest request) {
        return sessions.signIn(
                credentials.username(),
                credentials.password(),
                new AdminSession.Origin(
                        false,
                        request.getRemoteAddr(),
                        Objects.requireNonNullElse(request.getHeader("User-Agent"), "")),
                DeviceCookie.of(request));
    }

    /** Sign-in, sign-out and sessions of administrators. */
    @GET
    @RolesAllowed(Roles.SECURITY_ADMIN)
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    public ListResponse<SessionRow> sessions(@BeanParam CurrentQueryParameters parameters) {
        return responses.list(RecordKind.SESSIONS, null, parameters);
    }

    /** Signs out. */
    @DELETE
    @Path("/current")
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public void signOut() {
        JsonWebToken token = (JsonWebToken) security.getUserPrincipal();
        sessions.signOut(token.getTokenID(), token.getName());
    }

    /** Ends anybody's session. */
    @POST
    @Path("/{id}/endings")
    @RolesAllowed(Roles.SECURITY_ADMIN)
    public void endSession(@PathParam("id") String id, Ending ending) {
        sessions.end(id, ending.reason(), security.getUserPrincipal().getName());
    }
}
