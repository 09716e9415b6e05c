package io.parley.web.monitoring;

import io.parley.ejb.monitoring.MetricsExposition;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Metrics for Prometheus. For everybody who may not read them there is nothing here, whatever the method. */
@WebServlet(urlPatterns = "/metrics", loadOnStartup = 1)
public class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient MonitoringAccess access;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient MetricsExposition metrics;

    /** A setting that cannot be read ends the start, not the first request. */
    @Override
    public void init() {
        access.requireReadable();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (access.isGranted(request)) {
            super.service(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MetricsExposition.Page page = metrics.page(request.getHeader("Accept"));
        response.setContentType(page.contentType());
        response.setContentLength(page.text().length);
        response.getOutputStream().write(page.text());
    }
}
