package io.parley.wildfly;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import org.xnio.IoUtils;

/** Problem details (RFC 9457) for requests that no servlet will see. The connection is closed: what is left of the request is not read. */
enum HttpRefusal {
    CODING_UNKNOWN(400, "The only transfer coding of a body is chunked."),
    TOO_MANY_COOKIES(400, "There are too many cookies."),
    BODY_TOO_LATE(408, "The body did not arrive in time."),
    BODY_TOO_LARGE(413, "The body is too large."),
    TOO_MANY(429, "Too many bodies are being sent from this address."),
    TOO_OFTEN(429, "Too many requests to sign in come from this address. Try again in ten seconds.");

    private final int status;
    private final String title;

    HttpRefusal(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Answers and closes. Called on the exchange's I/O thread, or inside its handler. */
    void send(HttpServerExchange exchange) {
        if (exchange.isResponseStarted()) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        exchange.setStatusCode(status);
        exchange.setPersistent(false);
        exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        if (this == TOO_OFTEN) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RequestRateLimiter.WINDOW_SECONDS);
        }
        exchange.getResponseSender()
                .send(
                        "{\"type\":\"urn:parley:refusal:" + name() + "\",\"title\":\"" + title + "\",\"status\":"
                                + status + "}",
                        new IoCallback() {
                            @Override
                            public void onComplete(HttpServerExchange answered, Sender sender) {
                                IoUtils.safeClose(answered.getConnection());
                            }

                            @Override
                            public void onException(HttpServerExchange answered, Sender sender, IOException failure) {
                                IoUtils.safeClose(answered.getConnection());
                            }
                        });
    }
}
