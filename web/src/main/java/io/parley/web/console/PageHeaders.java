package io.parley.web.console;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What browsers must know of every answer: own scripts only, media from the media port, never inside a frame. */
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

    static final String OF_PAGES = POLICY.formatted("");
    private static final String OF_DEBUG_PAGE = POLICY.formatted(WASM);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse http = (HttpServletResponse) response;
        String path = ((HttpServletRequest) request).getServletPath();
        if (!ConsolePage.isPage(path)) {
            http.setHeader("Content-Security-Policy", path.startsWith("/debug/") ? OF_DEBUG_PAGE : OF_PAGES);
        } else {
            // PrimeFaces sends the policy itself (web.xml), with a nonce for each answer. Pages show people: no cache
            // keeps them.
            http.setHeader("Cache-Control", "no-store");
        }
        http.setHeader("X-Frame-Options", "DENY");
        http.setHeader("X-Content-Type-Options", "nosniff");
        http.setHeader("Referrer-Policy", "no-referrer");
        http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        chain.doFilter(request, response);
    }
}
