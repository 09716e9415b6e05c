package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.record.LiveDashboard;
import io.parley.ejb.record.RecordKind;
import io.parley.persistence.audit.Refused;
import io.parley.web.record.NamedParameters;
import io.parley.web.record.RecordParameters;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Pushes the first screen's figures. The browser proves who looks by the console's cookie; that only our own
 * pages may ask is the {@link SessionFilter}'s business.
 */
@ServerEndpoint("/console/live-feed")
public class LiveEndpoint {

    private static final CloseReason NOT_ALLOWED =
            new CloseReason(CloseReason.CloseCodes.VIOLATED_POLICY, "not allowed");

    private static final CloseReason NOT_UNDERSTOOD =
            new CloseReason(CloseReason.CloseCodes.CANNOT_ACCEPT, "no such order or page");

    private final LiveFeed feed = CDI.current().select(LiveFeed.class).get();

    @OnOpen
    public void open(Session socket) throws IOException {
        List<String> app = socket.getRequestParameterMap().getOrDefault("app", List.of());
        if (!(socket.getUserPrincipal() instanceof JsonWebToken token)
                || !ConsolePage.LIVE.isOpenTo(token.getGroups())
                || app.size() != 1
                || !app.get(0).matches("[0-9]{1,10}")) {
            socket.close(NOT_ALLOWED);
            return;
        }
        try {
            feed.join(
                    socket,
                    token,
                    new LiveFeed.View(
                            Long.parseLong(app.get(0)),
                            list(socket, RecordKind.ROOMS),
                            list(socket, RecordKind.STREAMS)));
        } catch (Refused e) {
            socket.close(NOT_UNDERSTOOD);
        }
    }

    /** The page of a list and its order, as the address of the page has them. */
    private static LiveDashboard.View list(Session socket, RecordKind<?> kind) {
        NamedParameters parameters = part -> {
            List<String> values = socket.getRequestParameterMap().getOrDefault(kind.path() + "-" + part, List.of());
            return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
        };
        return new LiveDashboard.View(parameters.text("q"), new RecordParameters(parameters).page(kind.list()));
    }

    /** Nothing is asked over this socket. */
    @OnMessage
    public void text(Session socket, String message) throws IOException {
        socket.close(NOT_ALLOWED);
    }

    @OnClose
    public void closed(Session socket) {
        feed.leave(socket);
    }

    @OnError
    public void failed(Session socket, Throwable failure) {
        feed.leave(socket);
    }

    /** Tells whether this token's session is still open; looking on is no activity. */
    static boolean isOpen(AdminSessions sessions, JsonWebToken token) {
        return sessions.isOpen(token.getTokenID(), token.getName(), token.getGroups(), false);
    }
}
