package io.parley.web.proxy;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives a request of a trusted proxy the client's address, scheme and host, before anything else looks at it. The handler in front of
 * WildFly has done so already when its requests come here; then this changes nothing.
 */
public class ForwardedFilter implements Filter {

    @Inject
    @ConfigProperty(name = "parley.proxies", defaultValue = "none")
    @SuppressWarnings("NullAway.Init")
    private String proxies;

    @Inject
    @ConfigProperty(name = "parley.http.proxied", defaultValue = "false")
    private boolean anyProxy;

    @SuppressWarnings("NullAway.Init")
    private TrustedHops hops;

    /** @throws IllegalArgumentException if a proxy is no address or range */
    @Override
    public void init(FilterConfig config) {
        hops = TrustedHops.parse(proxies, anyProxy);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(
                hops.isProxy(request.getRemoteAddr())
                        ? new ForwardedRequest((HttpServletRequest) request, hops)
                        : request,
                response);
    }
}
