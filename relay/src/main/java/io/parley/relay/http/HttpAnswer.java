package io.parley.relay.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.parley.relay.gate.GateRefusal;

/**
 * Whole answers, and the heads of streams, each with the header lines that say which pages may read it. Written by hand: media goes out
 * as ready bytes beside them.
 */
final class HttpAnswer {

    /** The last chunk. */
    static final String END_OF_CHUNKS = "0\r\n\r\n";

    private HttpAnswer() {}

    static ByteBuf refusal(GateRefusal refusal, String cors) {
        return switch (refusal) {
            case IN_USE, DENIED -> error(HttpResponseStatus.FORBIDDEN, "denied", cors);
            case NOT_FOUND -> error(HttpResponseStatus.NOT_FOUND, "not_found", cors);
            case UNAVAILABLE -> error(HttpResponseStatus.SERVICE_UNAVAILABLE, "unavailable", cors);
        };
    }

    static ByteBuf error(HttpResponseStatus status, String code, String cors) {
        String body = "{\"error\":\"" + code + "\"}";
        return text(statusLine(status) + cors
                + "Content-Type: application/json\r\nCache-Control: no-store\r\nConnection: close\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static ByteBuf preflight(String cors) {
        return text(statusLine(HttpResponseStatus.NO_CONTENT) + cors
                + "Access-Control-Allow-Methods: GET, HEAD, OPTIONS\r\nAccess-Control-Allow-Headers: *\r\n"
                + "Access-Control-Max-Age: 86400\r\nConnection: close\r\n\r\n");
    }

    /** The head of a stream; a proxy in front is asked not to collect it. */
    static ByteBuf stream(boolean chunked, String cors) {
        return text(statusLine(HttpResponseStatus.OK) + cors
                + "Content-Type: video/x-flv\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
                + (chunked ? "Transfer-Encoding: chunked\r\n" : "")
                + "Connection: close\r\n\r\n");
    }

    static ByteBuf switchToWebSocket(String accept) {
        return text(statusLine(HttpResponseStatus.SWITCHING_PROTOCOLS)
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n");
    }

    static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    private static String statusLine(HttpResponseStatus status) {
        return "HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n";
    }
}
