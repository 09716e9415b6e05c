package io.parley.web.signal;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the signalling WebSocket. Knows the wire; what messages mean is the {@link SignalMessageHandler}'s business. Callbacks
 * run on the server's I/O threads and never block: messages are handled by the connection's {@link InboundQueue}.
 */
@ServerEndpoint(value = "/signal", configurator = SignalHandshake.class)
public class SignalEndpoint {

    /** Largest message, in bytes. */
    static final int MAX_MESSAGE = 65_536;

    private final SignalMessageHandler handler =
            CDI.current().select(SignalMessageHandler.class).get();
    private @Nullable SignalSession session;

    private final StringBuilder message = new StringBuilder();

    @OnOpen
    public void open(Session socket, EndpointConfig config) {
        session = handler.opened(socket, SignalHandshake.address(config));
    }

    /** Takes messages in parts: the limit is ours to keep, servers differ in what they do about a message that is too large. */
    @OnMessage
    public void text(String part, boolean last) {
        SignalSession open = session;
        if (open == null) {
            return;
        }
        handler.heard(open);
        message.append(part);
        if (message.length() > MAX_MESSAGE || last && isTooLarge(message)) {
            session = null;
            message.setLength(0);
            handler.closed(open);
            open.close(CloseCodes.reason(CloseCodes.TOO_LARGE, "at most 65536 bytes"));
        } else if (last) {
            String text = message.toString();
            message.setLength(0);
            handler.arrived(open, text);
        }
    }

    private static boolean isTooLarge(CharSequence text) {
        return text.length() * 3 > MAX_MESSAGE
                && text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_MESSAGE;
    }

    @OnMessage
    public void binary(byte[] part, boolean last) {
        SignalSession open = session;
        if (open != null) {
            open.close(CloseCodes.reason(CloseCodes.BINARY, "text only"));
        }
    }

    @OnClose
    public void closed(Session socket, CloseReason reason) {
        SignalSession open = session;
        if (open != null) {
            handler.closed(open);
        }
    }

    @OnError
    public void failed(Session socket, Throwable failure) {
        handler.failed(failure);
    }
}
