package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.cluster.NodeDrain;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** This server, not what runs on it. */
@Path("/node")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.SYSTEM_ADMIN)
public class NodeResource {

    /** How long calls may take to end by themselves. */
    public record Drain(@Nullable Integer seconds) {}

    private static final int DEFAULT_SECONDS = 60;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private NodeDrain node;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @POST
    @Path("/drain")
    public Response drain(Drain wish) {
        Integer seconds = wish.seconds();
        node.drain(
                seconds == null ? DEFAULT_SECONDS : seconds,
                security.getUserPrincipal().getName());
        return Response.accepted().build();
    }
}
