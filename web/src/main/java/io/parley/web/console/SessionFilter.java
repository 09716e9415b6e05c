package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.SessionToken;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.audit.RequestOrigin;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.Refusal;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * In front of console and REST: a token counts only while its session is open, a cookie only on requests that come from our own
 * pages, and a console page only for its roles. Order and paths are in web.xml.
 */
public class SessionFilter implements Filter {

    /** Sent by pages that refresh themselves: does not keep a session from becoming idle. */
    static final String BACKGROUND = "Parley-Background";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String CONSOLE = "/console/";

    private static final Set<String> BEFORE_OWN_PASSWORD = Set.of(
            "PUT /api/v1/admins/me/password",
            "POST /api/v1/sessions",
            "DELETE /api/v1/sessions/current",
            "GET /api/v1/reasons",
            "GET /api/v1/openapi");

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AdminSessions sessions;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail trail;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RequestOrigin origin;

    @Override
    public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        HttpServletResponse response = (HttpServletResponse) answer;
        // As the container has understood the address, not as it was spelled.
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        if (!isStorable(request, path)) {
            if (path.startsWith(CONSOLE)) {
                response.sendError(400);
            } else {
                problem(response, 400, "ARGUMENT_WRONG", Refusal.ARGUMENT_WRONG.message(), "the character U+0000");
            }
            return;
        }
        origin.comesFrom(request.getRemoteAddr());
        JsonWebToken token = token(request.getUserPrincipal());
        if (token != null && !isOpen(token, request, path)) {
            SessionCookie.clear(request, response);
            if (path.startsWith(CONSOLE) && isPage(path)) {
                // Once more, without the cookie: pages for nobody show, the others ask to sign in.
                response.sendRedirect(request.getContextPath() + signIn(path, request.getQueryString()));
            } else {
                problem(response, 401, "SESSION_ENDED", "This session has ended. Sign in again.");
            }
            return;
        }
        boolean isOfConsole = path.startsWith(CONSOLE);
        if ((isOfConsole || token != null && isByCookie(request)) && isCrossSite(request)) {
            problem(
                    response,
                    403,
                    "CROSS_SITE",
                    "Requests to the console, or with its cookie, must come from the console.");
            return;
        }
        tellPerson(token);
        Optional<ConsolePage> page =
                path.startsWith(CONSOLE) ? ConsolePage.of(path.substring(CONSOLE.length())) : Optional.empty();
        if (page.isPresent() && !page.get().roles().isEmpty()) {
            if (token == null) {
                response.sendRedirect(request.getContextPath() + signIn(path, request.getQueryString()));
                return;
            }
            if (!page.get().isOpenTo(token.getGroups())) {
                trail.refused(
                        token.getName(), AuditAction.ACCESS, Refusal.ROLE_MISSING, request.getMethod() + " " + path);
                response.sendError(403);
                return;
            }
        }
        if (token != null
                && needsOwnPassword(request.getMethod(), path, page)
                && sessions.mustChangePassword(token.getTokenID())) {
            if (page.isPresent()) {
                response.sendRedirect(request.getContextPath() + "/console/account?due=1");
            } else {
                problem(
                        response,
                        403,
                        "PASSWORD_CHANGE_DUE",
                        "Choose a new password first: PUT /parley/api/v1/admins/me/password.");
            }
            return;
        }
        chain.doFilter(request, response);
        if (token != null && path.startsWith("/api/") && response.getStatus() == 403) {
            trail.refused(token.getName(), AuditAction.ACCESS, Refusal.ROLE_MISSING, request.getMethod() + " " + path);
        }
    }

    /** PostgreSQL stores no U+0000, and nothing here has one in its name. REST's bodies are read elsewhere. */
    private static boolean isStorable(HttpServletRequest request, String path) {
        String query = request.getQueryString();
        return (query == null || !query.contains("%00"))
                && path.indexOf('\0') < 0
                && (!path.startsWith(CONSOLE)
                        || !"POST".equals(request.getMethod())
                        || request.getParameterMap().values().stream()
                                .flatMap(Arrays::stream)
                                .allMatch(value -> value.indexOf('\0') < 0));
    }

    /**
     * Tells whether the first password has to be changed before this request: another person knows it, and nothing is done in that name.
     */
    private static boolean needsOwnPassword(String method, String path, Optional<ConsolePage> page) {
        return page.map(each -> !each.roles().isEmpty() && each != ConsolePage.ACCOUNT)
                .orElse(path.startsWith("/api/") && !BEFORE_OWN_PASSWORD.contains(method + " " + path)
                        || path.equals("/console/live-feed"));
    }

    /** Services ask for the roles; whom the identity provider knows by more than a name is recorded with that. */
    private void tellPerson(@Nullable JsonWebToken token) {
        if (token != null) {
            origin.holds(token.getGroups());
        }
        if (token instanceof SessionToken session) {
            session.identity().ifPresent(identity -> origin.isOf(identity.issuer(), identity.subject()));
        }
    }

    private static @Nullable JsonWebToken token(@Nullable Principal principal) {
        return principal instanceof JsonWebToken token ? token : null;
    }

    private boolean isOpen(JsonWebToken token, HttpServletRequest request, String path) {
        boolean active = request.getHeader(BACKGROUND) == null && !path.contains("/jakarta.faces.resource/");
        return sessions.isOpen(token.getTokenID(), token.getName(), token.getGroups(), active);
    }

    private static boolean isPage(String path) {
        return path.equals(CONSOLE)
                || ConsolePage.of(path.substring(CONSOLE.length())).isPresent();
    }

    /** Changes and sockets, from elsewhere. A socket's upgrade is a GET that browsers let every page make. */
    private static boolean isCrossSite(HttpServletRequest request) {
        if (!SAFE.contains(request.getMethod())) {
            // Whatever it asks to upgrade to: any client may send that header with a change.
            return !isFromOurPages(request);
        }
        String origin = request.getHeader("Origin");
        return request.getHeader("Upgrade") != null && origin != null && !isHost(origin, request.getHeader("Host"));
    }

    /** The cookie counts for who it is, whatever else is sent. */
    static boolean isByCookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Arrays.stream(cookies).anyMatch(cookie -> cookie.getName().equals(SessionCookie.NAME));
    }

    /** Browsers say where a request comes from, and no page can lie about it. Who says nothing is no browser. */
    static boolean isFromOurPages(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin == null || isHost(origin, request.getHeader("Host"));
    }

    static boolean isHost(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String signIn(String path, @Nullable String query) {
        String next = path.substring(CONSOLE.length()) + (query == null ? "" : "?" + query);
        return "/console/sign-in"
                + (next.length() > Links.LONGEST ? "" : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    private static void problem(HttpServletResponse response, int status, String code, String title)
            throws IOException {
        problem(response, status, code, title, "");
    }

    private static void problem(HttpServletResponse response, int status, String code, String title, String detail)
            throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getWriter()
                .write("{\"type\":\"urn:parley:refusal:" + code + "\",\"title\":\"" + title + "\",\"status\":" + status
                        + (detail.isEmpty() ? "" : ",\"detail\":\"" + detail + "\"") + "}");
    }
}
