package io.parley.web.rest;

import io.parley.ejb.admin.AdminSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Files that are taken away, lists, reports and recordings alike, are written only while the session that asked for them is open. When it
 * ends, the transfer breaks off: whoever reads it sees that it is not whole.
 */
@Provider
@ApplicationScoped
public class ExportInterceptor implements WriterInterceptor {

    private final AdminSessions sessions;
    private final Clock clock;
    private final HttpServletRequest request;

    @Context
    @SuppressWarnings("NullAway.Init")
    private UriInfo uri;

    @Inject
    public ExportInterceptor(AdminSessions sessions, Clock clock, HttpServletRequest request) {
        this.sessions = sessions;
        this.clock = clock;
        this.request = request;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ExportInterceptor() {
        this(null, null, null);
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (context.getHeaders().containsKey(HttpHeaders.CONTENT_DISPOSITION)
                && request.getUserPrincipal() instanceof JsonWebToken token) {
            String id = token.getTokenID();
            String name = token.getName();
            Set<String> roles = token.getGroups();
            Long app = app();
            String what = request.getMethod() + " " + request.getServletPath() + request.getPathInfo();
            context.setOutputStream(new SessionBoundStream(
                    context.getOutputStream(), clock, () -> sessions.requireOpen(id, name, roles, app, what)));
        }
        context.proceed();
    }

    private @Nullable Long app() {
        String app = uri.getPathParameters().getFirst("appID");
        return app == null ? null : Long.valueOf(app);
    }
}
