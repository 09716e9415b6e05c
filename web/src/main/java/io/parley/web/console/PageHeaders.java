package io.parley.web.console;

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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sets the headers of every answer for browsers: own scripts only, media from the media port, never inside a frame, no copy in a cache of
 * what shows people or tokens, and no way back from HTTPS. The referrer stays for own pages: without it browsers hide the origin of forms.
 */
public class PageHeaders implements Filter {

    private static final String POLICY =
            "default-src 'self'; script-src 'self'%s; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self' ws: wss: http: https:; media-src 'self' blob:; worker-src 'self' blob:; "
                    + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /**
     * Browsers without an AAC encoder run one as WebAssembly, in a worker that its package starts from a blob; this allows compiling
     * WebAssembly and no evaluation of text. Only the page that sends sound has it.
     */
    private static final String WASM = " 'wasm-unsafe-eval'";

    private static final String OF_PAGES = POLICY.formatted("");
    private static final String OF_DEBUG_PAGE = POLICY.formatted(WASM);

    /** Files that are the same for everybody, by the ends of their names. */
    private static final Set<String> FILES = Set.of("css", "js", "mjs", "map", "svg", "png", "wasm", "html");

    /** For how long browsers use HTTPS alone after an answer by HTTPS, in seconds; 0 says nothing. */
    @Inject
    @ConfigProperty(name = "parley.https.hsts-seconds", defaultValue = "31536000")
    private long hstsSeconds;

    /** Everything else may show people or tokens: no cache keeps it. */
    private static boolean isFile(String path) {
        return path.equals("/")
                || path.equals("/debug/")
                || path.contains("/jakarta.faces.resource/")
                || !path.startsWith("/api/")
                        && !path.startsWith("/server-api")
                        && FILES.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse http = (HttpServletResponse) response;
        String path = ((HttpServletRequest) request).getServletPath();
        if (!ConsolePage.isPage(path)) {
            http.setHeader("Content-Security-Policy", path.startsWith("/debug/") ? OF_DEBUG_PAGE : OF_PAGES);
        } // else PrimeFaces sends the policy itself (web.xml), with a nonce for each answer
        if (!isFile(path)) {
            http.setHeader("Cache-Control", "no-store");
        }
        if (hstsSeconds > 0 && request.isSecure()) {
            http.setHeader("Strict-Transport-Security", "max-age=" + hstsSeconds);
        }
        protect(http);
        chain.doFilter(request, response);
    }

    private static void protect(HttpServletResponse response) {
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    /** Of a page that says what went wrong: Faces drops all headers of an answer that fails. */
    static void ofErrors(HttpServletResponse response) {
        protect(response);
        response.setHeader("Content-Security-Policy", OF_PAGES);
        response.setHeader("Cache-Control", "no-store");
    }
}
