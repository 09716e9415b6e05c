package io.parley.web.monitoring;

import io.parley.persistence.node.HealthState;
import io.parley.persistence.node.NodeHealth;
import io.parley.web.rest.JsonBodies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;

/** Readiness and liveness in the form of MicroProfile Health, from the application itself. */
@WebServlet({HealthServlet.READY, HealthServlet.LIVE})
public class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    static final String READY = "/health/ready";
    static final String LIVE = "/health/live";

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient NodeHealth health;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient MonitoringAccess access;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Who gets an answer at all has a live server.
        List<HealthState> states = request.getServletPath().equals(READY) ? health.readiness() : List.of();
        HealthReport report = HealthReport.of(states, access.isGranted(request));
        response.setStatus(report.isUp() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        byte[] json = JsonBodies.MAPPER.writeValueAsBytes(report);
        response.setContentType(MediaType.APPLICATION_JSON);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
