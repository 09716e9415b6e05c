package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.FirstAccount;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Paths of the console that are no pages: entry, sign-out and preferences. */
@WebServlet({"/console/", "/console/sign-out", "/console/preferences"})
public class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int YEAR = 365 * 24 * 3600;

    /** The values of each preference; anything else is left as it is. */
    private static final Map<String, Set<String>> CHOICES =
            Map.of(Preferences.LANGUAGE, Set.of("en", "zh"), Preferences.THEME, Set.of("light", "dark", "auto"));

    @EJB
    @SuppressWarnings("NullAway.Init")
    private transient FirstAccount first;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private transient AdminSessions sessions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient Preferences preferences;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals("/console/preferences")) {
            prefer(request, response);
        } else if (request.getServletPath().equals("/console/sign-out")) {
            response.sendError(405);
        } else if (request.getUserPrincipal() instanceof JsonWebToken token) {
            List<ConsolePage> menu = ConsolePage.menu(token.getGroups());
            response.sendRedirect(menu.isEmpty() ? "account" : menu.get(0).path());
        } else {
            response.sendRedirect(first.isWanted() ? "setup" : "sign-in");
        }
    }

    private static void prefer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CHOICES.forEach((name, choices) -> {
            String value = request.getParameter(name);
            if (value != null && choices.contains(value)) {
                Cookie cookie = new Cookie(name, value);
                cookie.setPath(request.getContextPath() + "/console");
                cookie.setMaxAge(YEAR);
                cookie.setSecure(request.isSecure());
                cookie.setAttribute("SameSite", "Strict");
                response.addCookie(cookie);
            }
        });
        response.sendRedirect(Links.inside(request.getParameter("back")));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getServletPath().equals("/console/sign-out")) {
            response.sendError(405);
            return;
        }
        if (request.getUserPrincipal() instanceof JsonWebToken token) {
            sessions.signOut(token.getTokenID(), token.getName());
        }
        if (request.getSession(false) != null) {
            request.getSession().invalidate();
        }
        SessionCookie.clear(request, response);
        response.sendRedirect("sign-in");
    }
}
