package io.parley.web.proxy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request as the client sent it to the proxy. */
final class ForwardedRequest extends HttpServletRequestWrapper {

    private static final String HOST = "Host";

    private final @Nullable String client;
    private final @Nullable String scheme;
    private final @Nullable String host;

    ForwardedRequest(HttpServletRequest request, TrustedHops hops) {
        super(request);
        client = hops.client(Collections.list(request.getHeaders("X-Forwarded-For")));
        String proto = last(request, "X-Forwarded-Proto");
        scheme = proto != null && proto.matches("(?i)https?") ? proto.toLowerCase(Locale.ROOT) : null;
        String named = last(request, "X-Forwarded-Host");
        host = named != null && named.matches("[A-Za-z0-9.\\-:\\[\\]]{1,255}") ? named : null;
    }

    private static @Nullable String last(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders(name));
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    @Override
    public String getRemoteAddr() {
        return client == null ? super.getRemoteAddr() : client;
    }

    @Override
    public String getRemoteHost() {
        return client == null ? super.getRemoteHost() : client;
    }

    @Override
    public String getScheme() {
        return scheme == null ? super.getScheme() : scheme;
    }

    @Override
    public boolean isSecure() {
        return scheme == null ? super.isSecure() : scheme.equals("https");
    }

    @Override
    public String getHeader(String name) {
        return host != null && HOST.equalsIgnoreCase(name) ? host : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return host != null && HOST.equalsIgnoreCase(name)
                ? Collections.enumeration(List.of(host))
                : super.getHeaders(name);
    }
}
