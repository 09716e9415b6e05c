package io.parley.web.monitoring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Counts and times requests, by method and by class of status. By no path: strangers choose those. The first of all filters, in web.xml.
 */
public class RequestMetrics implements Filter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    /** Methods that are none of HTTP's usual ones, together: strangers choose those, too. */
    private static final String OTHER = "other";

    @Inject
    @SuppressWarnings("NullAway.Init")
    private MeterRegistry registry;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Timer.Sample sample = Timer.start(registry);
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, response);
            status = ((HttpServletResponse) response).getStatus();
        } finally {
            sample.stop(registry.timer(
                    "http.server.requests",
                    "method",
                    method(((HttpServletRequest) request).getMethod()),
                    "status",
                    statusClass(status)));
        }
    }

    static String method(String method) {
        return METHODS.contains(method) ? method : OTHER;
    }

    static String statusClass(int status) {
        return status / 100 + "xx";
    }
}
