package io.parley.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.record.LiveBoard;
import io.parley.persistence.id.AppId;
import io.parley.web.rest.JsonBodies;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at which app's first screen, and the clock that sends it to them. An app's board is read once however many look, and
 * not at all while nobody does. Whoever is slow misses boards instead of collecting them.
 */
@ApplicationScoped
public class LiveFeed {

    private static final System.Logger LOG = System.getLogger(LiveFeed.class.getName());

    private static final long EVERY_MS = 2_000;
    private static final int MOST_VIEWERS = 200;

    private record Viewer(Session socket, JsonWebToken token, long app, AtomicBoolean sending) {}

    private final Map<String, Viewer> viewers = new ConcurrentHashMap<>();

    @EJB
    @SuppressWarnings("NullAway.Init")
    private LiveBoard board;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AdminSessions sessions;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService executor;

    private @Nullable ScheduledFuture<?> clock;

    synchronized void join(Session socket, JsonWebToken token, long app) throws IOException {
        if (viewers.size() >= MOST_VIEWERS) {
            socket.close(new CloseReason(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too many look"));
            return;
        }
        Viewer viewer = new Viewer(socket, token, app, new AtomicBoolean());
        viewers.put(socket.getId(), viewer);
        if (clock == null) {
            clock = executor.scheduleWithFixedDelay(this::tell, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        }
    }

    void leave(Session socket) {
        viewers.remove(socket.getId());
    }

    private void tell() {
        try {
            Map<Long, String> boards = new HashMap<>();
            for (Viewer viewer : viewers.values()) {
                if (!LiveEndpoint.isOpen(sessions, viewer.token)) {
                    leave(viewer.socket);
                    viewer.socket.close(new CloseReason(CloseReason.CloseCodes.VIOLATED_POLICY, "signed out"));
                } else if (viewer.sending.compareAndSet(false, true)) {
                    viewer.socket
                            .getAsyncRemote()
                            .sendText(
                                    boards.computeIfAbsent(viewer.app, this::read), sent -> viewer.sending.set(false));
                }
            }
        } catch (RuntimeException | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "PARLEY2020 the live page was not told: " + e);
        }
    }

    private String read(long app) {
        try {
            return JsonBodies.MAPPER.writeValueAsString(board.of(new AppId(app)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void stop() {
        ScheduledFuture<?> running = clock;
        if (running != null) {
            running.cancel(false);
        }
    }
}
