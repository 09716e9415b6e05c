package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The words for no and for the end, as database, REST and console use them. */
@Path("/reasons")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class ReasonResource {

    /** Why something ended. */
    public record End(String name, String message) {}

    /** Why something was refused; {@code code} is the engine's error code, 0 where the engine has none. */
    public record No(String name, int code, String message) {}

    /** All of them. */
    public record Reasons(List<End> ends, List<No> refusals) {}

    @GET
    @Operation(summary = "Every end reason and every refusal, with a sentence")
    public Reasons reasons() {
        return new Reasons(
                Arrays.stream(EndReason.values())
                        .map(reason -> new End(reason.name(), reason.message()))
                        .toList(),
                Arrays.stream(Refusal.values())
                        .map(refusal -> new No(refusal.name(), refusal.code(), refusal.message()))
                        .toList());
    }
}
