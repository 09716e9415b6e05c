package io.parley.web.signal;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** As much of a WebSocket session as the outbox touches: sends at once, or never when stalled. */
final class FakeSocket {

    private final List<String> sent = new ArrayList<>();
    private boolean stalled;
    private int closedWith;

    Session session() {
        return (Session) Proxy.newProxyInstance(
                FakeSocket.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getAsyncRemote" -> remote();
                        case "isOpen" -> closedWith == 0;
                        case "close" -> {
                            closedWith =
                                    ((CloseReason) arguments[0]).getCloseCode().getCode();
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private RemoteEndpoint.Async remote() {
        return (RemoteEndpoint.Async) Proxy.newProxyInstance(
                FakeSocket.class.getClassLoader(),
                new Class<?>[] {RemoteEndpoint.Async.class},
                (proxy, method, arguments) -> {
                    if (!stalled) {
                        sent.add((String) arguments[0]);
                        ((SendHandler) arguments[1]).onResult(new SendResult());
                    }
                    return null;
                });
    }

    List<String> sent() {
        return List.copyOf(sent);
    }

    void stall() {
        stalled = true;
    }

    void rename(String text, String name) {
        sent.replaceAll(message -> message.equals(text) ? name : message);
    }

    int closedWith() {
        return closedWith;
    }
}
