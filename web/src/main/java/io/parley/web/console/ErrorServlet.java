package io.parley.web.console;

import io.parley.web.log.WebLogger;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/** Error pages: forbidden for the role, not found, expired, or failed. */
@WebServlet("/console/refusal")
public class ErrorServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Set on a request whose form belongs to no view that Faces still has. */
    static final String EXPIRED = "io.parley.expired";

    private static final WebLogger LOG = WebLogger.of(ErrorServlet.class);

    @Inject
    private transient Preferences preferences;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object fault = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        String words;
        String incident = "";
        if (request.getAttribute(EXPIRED) != null) {
            words = "expired";
        } else if (fault == null && response.getStatus() == 403) {
            words = "forbidden";
        } else if (fault == null && response.getStatus() == 400) {
            words = "unreadable";
        } else if (fault == null && response.getStatus() < 500) {
            // asked for by its own address it is no page either
            response.setStatus(response.getStatus() == 200 ? 404 : response.getStatus());
            words = "notFound";
        } else {
            words = "fault";
            incident = UUID.randomUUID().toString();
            LOG.pageFailed(fault instanceof Throwable thrown ? thrown : null, incident);
        }
        String context = request.getContextPath();
        response.setContentType("text/html;charset=UTF-8");
        PageHeaders.ofErrors(response);
        response.getWriter()
                .write("<!doctype html><html lang=\"" + preferences.getLanguage() + "\" data-theme=\""
                        + preferences.getTheme() + "\"><head><meta charset=\"utf-8\"><title>Parley</title>"
                        + "<link rel=\"icon\" href=\"" + context
                        + "/console/icon.svg\"><link rel=\"stylesheet\" href=\""
                        + context + "/console/console.css\"></head><body><main><h1>" + preferences.text(words)
                        + "</h1><p>"
                        + incident + "</p><p><a href=\"" + context + "/console/\">" + preferences.text("home")
                        + "</a></p></main></body></html>");
    }
}
