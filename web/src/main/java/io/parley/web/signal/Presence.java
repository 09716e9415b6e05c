package io.parley.web.signal;

import io.parley.ejb.room.RoomService;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayCommitQueue;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.node.NodeConditions;
import io.parley.persistence.node.NodeStatus;
import io.parley.web.log.WebLogger;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Looks once a second who has been away for longer than the grace, and who needs a new snapshot. */
@ApplicationScoped
public class Presence {

    private static final WebLogger LOG = WebLogger.of(Presence.class);
    private static final long GAP_PATIENCE_MS = 2_000;

    /** A queue or a sweep that is later than this stands still: clients may have spoken and not been heard. */
    private static final long STAND_STILL_MS = 1_000;

    private static final String CONDITION = "signalling-queue";

    /** The longest time of a connection without a login. */
    private static final long LOGIN_DEADLINE_MS = 5_000;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory factory;

    private final RoomService rooms;
    private final StayCommitQueue stays;
    private final SignalSessions sessions;
    private final RecentMessages recent;
    private final PeriodicNotices notices;
    private final UnauthenticatedSessions unauthenticated;
    private final SignalThreads threads;
    private final NodeStatus node;
    private final NodeConditions conditions;
    private final int graceSeconds;

    private final PauseDetector pauses = new PauseDetector(STAND_STILL_MS);
    private final AtomicLong longestGrace = new AtomicLong();

    /** An executor of our own: the server's drops repeated tasks that come due while it starts or stops. */
    private @Nullable ScheduledExecutorService scheduler;

    @Inject
    public Presence(
            RoomService rooms,
            StayCommitQueue stays,
            SignalSessions sessions,
            RecentMessages recent,
            PeriodicNotices notices,
            UnauthenticatedSessions unauthenticated,
            SignalThreads threads,
            NodeStatus node,
            NodeConditions conditions,
            @ConfigProperty(name = "parley.grace-seconds", defaultValue = "30") int graceSeconds) {
        this.rooms = rooms;
        this.stays = stays;
        this.sessions = sessions;
        this.recent = recent;
        this.notices = notices;
        this.unauthenticated = unauthenticated;
        this.threads = threads;
        this.node = node;
        this.conditions = conditions;
        this.graceSeconds = graceSeconds;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected Presence() {
        this(null, null, null, null, null, null, null, null, null, 0);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(factory);
        executor.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
        scheduler = executor;
    }

    @PreDestroy
    void stop() {
        ScheduledExecutorService executor = scheduler;
        if (executor != null) {
            executor.shutdown();
        }
    }

    /** The time that this user may be away before the others hear of it, in milliseconds. */
    long graceMs(RoomSnapshot stay) {
        Integer ofApp = stay.graceSeconds();
        long grace = TimeUnit.SECONDS.toMillis(ofApp == null ? graceSeconds : ofApp);
        longestGrace.accumulateAndGet(grace, Math::max);
        return grace;
    }

    private void sweep() {
        long now = MonotonicClock.now();
        long wait = Math.max(threads.oldestWaitMs(now), stays.oldestWaitMs());
        pauses.look(now, wait, node.isReady());
        if (wait > STAND_STILL_MS) {
            conditions.raise(CONDITION, "messages of clients have waited " + wait + " ms for a thread");
        } else {
            conditions.clear(CONDITION);
        }
        try {
            endLost(now);
        } catch (CompletionException e) {
            // The database may be away: the next look tries again, and one line a second says so.
            LOG.lostStaysNotEnded(e);
        }
        recent.forgetBefore(now - 2 * longestGrace.get());
        try {
            notices.tell(now);
        } catch (RuntimeException e) {
            LOG.noticesNotSent(e);
        }
        unauthenticated.all().stream()
                .filter(session -> now - session.openedAt() > LOGIN_DEADLINE_MS && !session.isBeingServed())
                .forEach(session -> session.close(CloseCodes.reason(CloseCodes.NO_LOGIN, "no login in time")));
        sessions.all().stream()
                .filter(session -> session.hasGap(now, GAP_PATIENCE_MS))
                .forEach(session -> resynchronize(session, now));
    }

    /** All at once, and as few transactions as that takes: after a network's fault thousands may be due. */
    private void endLost(long now) {
        List<CompletableFuture<Boolean>> ends = new ArrayList<>();
        sessions.stays().forEach((stay, link) -> {
            if (isLost(link, now)) {
                ends.add(stays.end(link.room(), stay, EndReason.CONNECTION_LOST).toCompletableFuture());
            }
        });
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    }

    private boolean isLost(SignalSessions.Link link, long now) {
        SignalSession session = link.session();
        long heard = session == null ? link.awaySince() : session.lastHeard();
        // Whoever spoke while the server stood still could not be heard, and whoever wanted back could not come.
        return now - Math.max(heard, pauses.last()) > link.graceMs() && (session == null || !session.isBeingServed());
    }

    private void resynchronize(SignalSession session, long now) {
        RoomSnapshot stay = session.stay();
        if (stay == null) {
            return;
        }
        try {
            RoomSnapshot fresh = rooms.snapshot(stay.stayId(), session.hearsUsers());
            session.send(SignalCodec.snapshot(fresh));
            session.restart(fresh, now);
        } catch (Refused e) {
            // the stay has ended: its own event closes the connection
        }
    }
}
