package io.parley.web.rest;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.cluster.NodeDrain;
import io.parley.ejb.doctor.DoctorService;
import io.parley.ejb.doctor.Finding;
import io.parley.persistence.id.AppId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This server, not what runs on it. */
@Path("/node")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.SYSTEM_ADMIN)
public class NodeResource {

    /** The time that calls may take to end by themselves. */
    public record Drain(@Nullable Integer seconds) {}

    /** The app whose user the self-test shall be. */
    public record Examination(@Nullable Long appID) implements JsonBodies.Optional {}

    /** One check, its words in the language that the request prefers. */
    public record Check(String id, String state, long tookMs, String key, List<Object> parameters, String words) {}

    /** All checks, and the worst of their states. */
    public record Report(String state, List<Check> checks) {}

    private static final int DEFAULT_SECONDS = 60;

    private final NodeDrain node;
    private final DoctorService doctor;

    @Context
    @SuppressWarnings("NullAway.Init")
    private SecurityContext security;

    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    public NodeResource(NodeDrain node, DoctorService doctor) {
        this.node = node;
        this.doctor = doctor;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public NodeResource() {
        this(null, null);
    }

    @POST
    @Path("/drain")
    public Response drainNode(Drain drain) {
        Integer seconds = drain.seconds();
        node.drain(
                seconds == null ? DEFAULT_SECONDS : seconds,
                security.getUserPrincipal().getName());
        return Response.accepted().build();
    }

    @POST
    @Path("/doctor")
    @Produces(MediaType.APPLICATION_JSON)
    public Report examineNode(@Nullable Examination examination) {
        Long app = examination == null ? null : examination.appID();
        AdminAction action = new AdminAction(security.getUserPrincipal().getName(), request.getRemoteAddr(), null);
        DoctorService.Report report = doctor.examine(app == null ? null : new AppId(app), action);
        return new Report(
                report.state().name(), report.checks().stream().map(this::shown).toList());
    }

    private Check shown(DoctorService.Check check) {
        Finding finding = check.finding();
        return new Check(
                check.id(),
                finding.state().name(),
                check.tookMs(),
                finding.key(),
                finding.parameters(),
                finding.words(request.getLocale()));
    }
}
