package io.parley.web.signal;

import jakarta.websocket.Session;
import java.net.InetSocketAddress;

/**
 * The client's address. Jakarta WebSocket does not tell it; the session of WildFly's Undertow does, so it is asked by name and a
 * server that has no such method leaves the address empty.
 */
final class RemoteAddress {

    private RemoteAddress() {}

    static String of(Session session) {
        try {
            Object channel = session.getClass().getMethod("getWebSocketChannel").invoke(session);
            Object address = channel.getClass().getMethod("getSourceAddress").invoke(channel);
            return address instanceof InetSocketAddress inet && inet.getAddress() != null
                    ? inet.getAddress().getHostAddress()
                    : "";
        } catch (ReflectiveOperationException e) {
            return "";
        }
    }
}
