package io.parley.web.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.persistence.audit.Refused;
import io.parley.web.log.WebLogger;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that is not a refusal: the client's mistakes in HTTP's words, and faults as an incident number without a stack. */
@Provider
public class FaultMapper implements ExceptionMapper<Throwable> {

    private static final WebLogger LOG = WebLogger.of(FaultMapper.class);

    @Context
    private @Nullable SecurityContext security;

    @Override
    public Response toResponse(Throwable fault) {
        if (fault instanceof EJBException wrapped && wrapped.getCause() instanceof Refused refused) {
            return new RefusedMapper().toResponse(refused);
        }
        if (fault instanceof JacksonException json && !(json.getProcessor() instanceof JsonGenerator)) {
            return Problem.response(400, "BODY_UNREADABLE", "The body is not the JSON this path wants.", null);
        }
        if (fault instanceof WebApplicationException http) {
            return http instanceof ForbiddenException && isAnonymous()
                    ? Response.fromResponse(Problem.response(
                                    401,
                                    "SIGN_IN",
                                    "Send the token of POST /parley/api/v1/sessions as bearer token.",
                                    null))
                            .header("WWW-Authenticate", "Bearer")
                            .build()
                    : Problem.response(
                            http.getResponse().getStatus(),
                            "HTTP_" + http.getResponse().getStatus(),
                            http.getResponse().getStatusInfo().getReasonPhrase(),
                            null);
        }
        String incident = UUID.randomUUID().toString();
        LOG.requestFailed(fault, incident);
        return Problem.incident("Something went wrong. Tell the operator this number.", incident);
    }

    private boolean isAnonymous() {
        SecurityContext context = security;
        return context == null || context.getUserPrincipal() == null;
    }
}
