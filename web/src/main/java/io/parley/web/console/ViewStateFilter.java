package io.parley.web.console;

import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.render.ResponseStateManager;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.primefaces.csp.CspException;

/**
 * In front of the pages of Faces: a form is taken by POST only and with the state of a view that Faces has; pages for strangers have
 * none. Whatever else comes as state, tampered, foreign, empty or missing, is answered as an expired page and is no fault. Order and
 * paths are in web.xml.
 */
public class ViewStateFilter implements Filter {

    /** On requests whose view Faces has found; set by {@link PageRoleListener}. */
    static final String RESTORED = "io.parley.restored";

    private static final String STATELESS = "stateless";

    /** The parameter in which forms send the nonce of their page's scripts. */
    private static final String NONCE = "primefaces.nonce";

    private static final String FOLDER = "/console/";

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ViewSessions views;

    @Override
    public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        HttpServletResponse response = (HttpServletResponse) answer;
        String path = request.getServletPath();
        Optional<ConsolePage> page =
                path.startsWith(FOLDER) ? ConsolePage.of(path.substring(FOLDER.length())) : Optional.empty();
        if (page.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        boolean isForm = request.getMethod().equals("POST");
        boolean isWanted = isForm
                ? fits(page.get(), request)
                : request.getParameter(ResponseStateManager.VIEW_STATE_PARAM) == null;
        if (!isWanted || request.getParameter(ResponseStateManager.RENDER_KIT_ID_PARAM) != null) {
            expired(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (!isForm || response.isCommitted() || !isExpired(e) && request.getAttribute(RESTORED) != null) {
                throw e;
            }
            expired(request, response);
        } finally {
            views.used(request);
        }
    }

    /** Tells whether it is a whole form of this page. No page sends one by script (Ajax). */
    private static boolean fits(ConsolePage page, HttpServletRequest request) {
        String state = request.getParameter(ResponseStateManager.VIEW_STATE_PARAM);
        return !isBlank(state)
                && STATELESS.equals(state) == page.isStateless()
                && !isBlank(request.getParameter(NONCE))
                && request.getHeader("Faces-Request") == null
                && request.getParameter("jakarta.faces.partial.ajax") == null;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean isExpired(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ViewExpiredException) && !(cause instanceof CspException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static void expired(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        response.resetBuffer();
        response.setStatus(HttpServletResponse.SC_CONFLICT);
        request.setAttribute(ErrorServlet.EXPIRED, true);
        request.getRequestDispatcher("/console/refusal").forward(request, response);
    }
}
