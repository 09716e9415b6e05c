package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.record.LiveDashboard;
import io.parley.persistence.audit.Refused;
import io.parley.web.log.WebLogger;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Viewers of the live page by app, and the timer that updates them. What is looked at is read once however many look at
 * the same, and not at all while nobody does. Whoever is slow misses boards instead of collecting them.
 */
@ApplicationScoped
public class LiveFeed {

    private static final WebLogger LOG = WebLogger.of(LiveFeed.class);

    private static final CloseReason NOT_UNDERSTOOD =
            new CloseReason(CloseReason.CloseCodes.CANNOT_ACCEPT, "no such order or page");

    private static final long EVERY_MS = 2_000;
    private static final int MOST_VIEWERS = 200;

    /** The app, and the pages of its lists, that a viewer looks at. */
    record View(long app, LiveDashboard.View rooms, LiveDashboard.View streams) {}

    private record Viewer(Session socket, JsonWebToken token, View view, AtomicBoolean sending) {}

    private final Map<String, Viewer> viewers = new ConcurrentHashMap<>();

    private final LiveBoards boards;
    private final AdminSessions sessions;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService executor;

    private @Nullable ScheduledFuture<?> clock;

    @Inject
    public LiveFeed(LiveBoards boards, AdminSessions sessions) {
        this.boards = boards;
        this.sessions = sessions;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected LiveFeed() {
        this(null, null);
    }

    /** Lets somebody look on. Returns at once: it is called on an I/O thread, and the first board is read from the database. */
    void join(Session socket, JsonWebToken token, View view) throws IOException {
        if (viewers.size() >= MOST_VIEWERS) {
            socket.close(new CloseReason(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too many look"));
            return;
        }
        Viewer viewer = new Viewer(socket, token, view, new AtomicBoolean(true));
        viewers.put(socket.getId(), viewer);
        try {
            executor.execute(() -> begin(viewer));
        } catch (RejectedExecutionException e) {
            leave(socket);
            socket.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "the server stops"));
        }
    }

    private void begin(Viewer viewer) {
        try {
            send(viewer, read(viewer));
            start();
        } catch (Refused e) {
            end(viewer, NOT_UNDERSTOOD);
        } catch (RuntimeException e) {
            LOG.livePageNotUpdated(e);
            end(viewer, new CloseReason(CloseReason.CloseCodes.TRY_AGAIN_LATER, "try again"));
        }
    }

    private void end(Viewer viewer, CloseReason reason) {
        leave(viewer.socket);
        try {
            viewer.socket.close(reason);
        } catch (IOException e) {
            // closed already
        }
    }

    private synchronized void start() {
        if (clock == null) {
            clock = executor.scheduleWithFixedDelay(this::tell, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
        }
    }

    void leave(Session socket) {
        viewers.remove(socket.getId());
    }

    private void tell() {
        Map<View, String> read = new HashMap<>();
        for (Viewer viewer : viewers.values()) {
            try {
                if (!LiveEndpoint.isOpen(sessions, viewer.token)) {
                    leave(viewer.socket);
                    viewer.socket.close(new CloseReason(CloseReason.CloseCodes.VIOLATED_POLICY, "signed out"));
                } else if (viewer.sending.compareAndSet(false, true)) {
                    send(viewer, read.computeIfAbsent(viewer.view, view -> read(viewer)));
                }
            } catch (RuntimeException | IOException e) {
                viewer.sending.set(false);
                LOG.livePageNotUpdated(e);
            }
        }
    }

    private String read(Viewer viewer) {
        return boards.read(viewer.view, viewer.token.getGroups());
    }

    private static void send(Viewer viewer, String dashboard) {
        viewer.socket.getAsyncRemote().sendText(dashboard, sent -> viewer.sending.set(false));
    }

    @PreDestroy
    void stop() {
        ScheduledFuture<?> running = clock;
        if (running != null) {
            running.cancel(false);
        }
    }
}
