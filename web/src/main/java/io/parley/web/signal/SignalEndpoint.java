package io.parley.web.signal;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import org.jspecify.annotations.Nullable;

/** One connection of the signalling WebSocket. Knows the wire; what messages mean is the {@link SignalDesk}'s business. */
@ServerEndpoint("/signal")
public class SignalEndpoint {

    /** Largest message, in bytes. */
    static final int MAX_MESSAGE = 65_536;

    private final SignalDesk desk = CDI.current().select(SignalDesk.class).get();
    private @Nullable SignalSession session;

    @OnOpen
    public void open(Session socket) {
        socket.setMaxTextMessageBufferSize(MAX_MESSAGE);
        socket.setMaxBinaryMessageBufferSize(MAX_MESSAGE);
        session = desk.opened(socket);
    }

    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void text(String text) {
        SignalSession open = session;
        if (open == null) {
            return;
        }
        try {
            desk.received(open, SignalCodec.decode(text));
        } catch (SignalCodec.Undecodable e) {
            if (e.isHopeless()) {
                open.close(CloseCodes.reason(CloseCodes.NOT_JSON, "not a JSON object"));
            } else {
                open.send(new ServerMessage.ErrorMessage(e.requestId(), String.valueOf(e.getMessage())));
            }
        }
    }

    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void binary(byte[] bytes) {
        SignalSession open = session;
        if (open != null) {
            open.close(CloseCodes.reason(CloseCodes.BINARY, "text only"));
        }
    }

    @OnClose
    public void closed(Session socket, CloseReason reason) {
        SignalSession open = session;
        if (open != null) {
            desk.closed(open);
        }
    }

    @OnError
    public void failed(Session socket, Throwable failure) {
        desk.failed(failure);
    }
}
