package io.parley.web.rest;

import io.parley.ejb.admin.AdminAccounts;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Signing in. */
@Path("/sessions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@PermitAll
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

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AdminAccounts accounts;

    @POST
    public AdminAccounts.Session signIn(Credentials credentials, @Context HttpServletRequest request) {
        return accounts.signIn(credentials.username(), credentials.password(), request.getRemoteAddr());
    }
}
