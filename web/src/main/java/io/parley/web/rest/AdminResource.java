package io.parley.web.rest;

import io.parley.ejb.admin.AdminAccounts;
import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.AccountRow;
import io.parley.ejb.record.RecordKind;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Accounts of administrators, and the key of their sessions. Names travel in bodies: they may have any character. */
@Path("/admins")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.SECURITY_ADMIN)
public class AdminResource {

    /** A new account, or a change of one. */
    public record AccountParameters(
            @Nullable String username,
            @Nullable String password,
            @Nullable List<@Nullable String> roles,
            @Nullable String reason) {

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "AccountParameters[" + username + ", " + roles + "]";
        }
    }

    /** One's own new password. */
    public record PasswordChange(
            @Nullable String old, @Nullable String password) {

        /** Leaves the passwords out. */
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    /** A replacement of the key of sessions. */
    public record KeyRotation(boolean endSessions, @Nullable String reason) {}

    private final AdminAccounts accounts;
    private final RecordResponses responses;
    private final AdminSessions sessions;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Inject
    public AdminResource(AdminAccounts accounts, RecordResponses responses, AdminSessions sessions) {
        this.accounts = accounts;
        this.responses = responses;
        this.sessions = sessions;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AdminResource() {
        this(null, null, null);
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    public ListResponse<AccountRow> accounts(@BeanParam CurrentQueryParameters parameters) {
        return responses.list(RecordKind.ACCOUNTS, null, parameters);
    }

    @POST
    public Response createAccount(AccountParameters parameters) {
        accounts.create(parameters.username(), parameters.password(), roles(parameters), admin());
        return Response.status(Response.Status.CREATED).build();
    }

    @PUT
    @Path("/roles")
    public void assignRoles(AccountParameters parameters) {
        accounts.assignRoles(name(parameters), roles(parameters), parameters.reason(), admin());
    }

    @PUT
    @Path("/password")
    public void resetPassword(AccountParameters parameters) {
        accounts.resetPassword(name(parameters), parameters.password(), parameters.reason(), admin());
    }

    @POST
    @Path("/disablings")
    public void disableAccount(AccountParameters parameters) {
        accounts.disable(name(parameters), parameters.reason(), admin());
    }

    /** One's own password; other sessions of the account end. */
    @PUT
    @Path("/me/password")
    @RolesAllowed({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public void changePassword(PasswordChange change, @Context HttpServletRequest request) {
        JsonWebToken token = (JsonWebToken) security.getUserPrincipal();
        accounts.changePassword(
                token.getName(), token.getTokenID(), change.old(), change.password(), request.getRemoteAddr());
    }

    /** Tokens are signed with another key from now on. */
    @POST
    @Path("/key-rotations")
    public void rotateSigningKey(KeyRotation rotation) {
        sessions.rotateKey(rotation.endSessions(), rotation.reason(), admin());
    }

    private static String name(AccountParameters parameters) {
        String name = parameters.username();
        if (name == null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "username is missing");
        }
        return name;
    }

    private static Set<String> roles(AccountParameters parameters) {
        Set<String> roles = new TreeSet<>();
        for (String role : Objects.requireNonNullElse(parameters.roles(), List.<@Nullable String>of())) {
            roles.add(role == null ? "" : role);
        }
        return roles;
    }

    private String admin() {
        return security.getUserPrincipal().getName();
    }
}
