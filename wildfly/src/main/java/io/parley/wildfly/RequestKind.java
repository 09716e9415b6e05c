package io.parley.wildfly;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/** Kinds of requests that must not wait for one another. Each has a {@link RequestPool} of its own. */
enum RequestKind {

    /** The upgrade to a signalling WebSocket; after it no thread is held. */
    SIGNAL,
    /** Sign-in and set-up, which hash a password. */
    SIGN_IN,
    /** Lists, reports and recordings as files: a thread for as long as the reader takes. */
    DOWNLOAD,
    /** REST and console. */
    REQUEST,
    /** Scripts and pages that are files, metrics and health. */
    FILE;

    private static final String SIGNAL_PATH = "/parley/signal";
    private static final String API = "/parley/api/";
    private static final String CONSOLE = "/parley/console/";
    private static final String PAGE = ".xhtml";
    private static final Set<String> SIGN_IN_PATHS = Set.of(
            "/parley/api/v1/sessions",
            "/parley/console/sign-in",
            "/parley/console/setup",
            "/parley/console/oidc/callback");

    /** Decides by path, query and Accept header alone: nothing is known of the client yet. */
    static RequestKind of(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        String plain = plain(path);
        if (plain.equals(SIGNAL_PATH)) {
            return SIGNAL;
        }
        if (SIGN_IN_PATHS.contains(plain)) {
            return SIGN_IN;
        }
        if (path.startsWith(API)) {
            return isFile(exchange, path) ? DOWNLOAD : REQUEST;
        }
        return path.startsWith(CONSOLE) ? REQUEST : FILE;
    }

    /** Other spellings of an address reach the same servlet. */
    private static String plain(String path) {
        int parameters = path.indexOf(';');
        String plain = parameters < 0 ? path : path.substring(0, parameters);
        while (plain.contains("//")) {
            plain = plain.replace("//", "/");
        }
        if (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain.endsWith(PAGE) ? plain.substring(0, plain.length() - PAGE.length()) : plain;
    }

    private static boolean isFile(HttpServerExchange exchange, String path) {
        Map<String, Deque<String>> query = exchange.getQueryParameters();
        Deque<String> format = query.get("format");
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        return format != null && !"json".equals(format.peekFirst())
                || path.contains("/recordings/")
                || accept != null && (accept.contains("text/csv") || accept.contains("spreadsheet"));
    }
}
