package io.parley.web.signal;

import io.parley.ejb.room.AfterCommit;
import io.parley.ejb.room.Barrage;
import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayEvent;
import io.parley.persistence.audit.EndReason;
import io.parley.web.log.WebLogger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells committed events to the connections of this server. The observers run on the committing thread, so they only hand over; the
 * order is the business of each {@link SignalSession}.
 */
@ApplicationScoped
public class RoomFanout {

    private static final WebLogger LOG = WebLogger.of(RoomFanout.class);

    private final SignalThreads threads;
    private final SignalSessions sessions;
    private final RecentMessages recent;

    @Inject
    public RoomFanout(SignalThreads threads, SignalSessions sessions, RecentMessages recent) {
        this.threads = threads;
        this.sessions = sessions;
        this.recent = recent;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected RoomFanout() {
        this(null, null, null);
    }

    void roomEvent(@Observes @AfterCommit RoomEvent event) {
        if (event instanceof RoomEvent.RoomClosed) {
            return; // nobody is inside any more
        }
        if (event instanceof RoomEvent.BroadcastSent || event instanceof RoomEvent.CommandSent) {
            recent.keep(event, MonotonicClock.now());
        }
        if (!sessions.inRoom(event.room()).isEmpty()) {
            handOver(() -> tellRoom(event));
        }
    }

    void barrage(@Observes @AfterCommit Barrage barrage) {
        handOver(() -> {
            String text = SignalCodec.encode(SignalCodec.barrage(barrage));
            sessions.inRoom(barrage.room()).forEach(session -> session.tellOthers(barrage.sender(), text));
        });
    }

    void stayEvent(@Observes @AfterCommit StayEvent event) {
        handOver(() -> tellStay(event));
    }

    private void handOver(Runnable task) {
        try {
            threads.deliver(task);
        } catch (RejectedExecutionException e) {
            // The server stops, and with it every connection: there is nobody left to tell.
            LOG.eventNotDeliveredAtStop(e);
        }
    }

    private void tellRoom(RoomEvent event) {
        String text = SignalCodec.encode(SignalCodec.event(event));
        long now = MonotonicClock.now();
        sessions.inRoom(event.room()).forEach(session -> session.offer(event, text, now));
    }

    private void tellStay(StayEvent event) {
        if (event instanceof StayEvent.StayEnded ended) {
            SignalSession session = sessions.ended(ended);
            if (session != null) {
                dismiss(session, ended);
            }
            return;
        }
        SignalSession session = sessions.ofStay(event.stayId());
        RoomSnapshot stay = session == null ? null : session.stay();
        if (session != null && stay != null && session.isNews(event)) {
            session.send(SignalCodec.state(stay.room().roomId(), event));
        }
    }

    /** The last words to a connection whose stay has ended. */
    void dismiss(SignalSession session, StayEvent.StayEnded ended) {
        EndReason reason = ended.reason();
        RoomSnapshot stay = session.stay();
        if (reason == EndReason.LOGOUT || stay == null) {
            return; // the client asked for it and gets its answer
        }
        sessions.leave(stay.room(), session);
        if (reason == EndReason.CONNECTION_LOST || reason == EndReason.NODE_STOPPED) {
            // Silent for too long, and perhaps awake again: it may log in anew.
            session.close(CloseCodes.reason(CloseCodes.GOING_AWAY, reason.name()));
            return;
        }
        session.send(SignalCodec.kickedOut(stay.room().roomId(), reason, ended.note()));
        session.close(CloseCodes.reason(CloseCodes.STAY_ENDED, reason.name()));
    }
}
