package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The request of one client to publish or play, on its way to the gate and back. A player whose stream is not there yet waits here, and
 * its request is sent again when the stream has begun, or for the last time when its patience is over.
 */
public final class AuthorizationRequest {

    /** The method of the gate that decides. */
    @FunctionalInterface
    interface GateCall {
        void authorize(MediaRequest request, GateReply reply);
    }

    /** Opens the stream of an accepted session and tells its connection. */
    @FunctionalInterface
    interface Opening {
        void open(MediaSession session);
    }

    private static final Logger LOG = System.getLogger(AuthorizationRequest.class.getName());

    private final StreamHub hub;
    private final MediaSessions sessions;
    private final MediaSession.Kind kind;
    private final GateCall gateCall;
    private final MediaConnection peer;
    private final Opening opening;
    private final long giveUpNanos;
    private MediaRequest request;
    private boolean waiting;
    private boolean sentAgain;
    private @Nullable Future<?> patience;
    private @Nullable Attempt attempt;
    private @Nullable EndCause abandonedBy;

    AuthorizationRequest(
            StreamHub hub,
            MediaSessions sessions,
            MediaSession.Kind kind,
            GateCall gateCall,
            MediaRequest request,
            MediaConnection peer,
            Opening opening) {
        this.hub = hub;
        this.sessions = sessions;
        this.kind = kind;
        this.gateCall = gateCall;
        this.request = request;
        this.peer = peer;
        this.opening = opening;
        this.giveUpNanos =
                hub.nanoTime() + TimeUnit.MILLISECONDS.toNanos(hub.config().get(RelaySetting.PLAY_WAIT_MS));
    }

    /** Sends the request to the gate; on the peer's loop, like everything here but the gate's answer. */
    void send() {
        Attempt next = new Attempt();
        attempt = next;
        next.begin(hub.config().get(RelaySetting.GATE_TIMEOUT_MS));
        try {
            gateCall.authorize(request, next);
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "gate failed on " + request, fault);
            next.refuse(GateRefusal.UNAVAILABLE);
        }
    }

    /** The client has gone, or the relay stops. */
    public void abandon(EndCause cause) {
        abandonedBy = cause;
        stopWaiting();
        Attempt current = attempt;
        if (current != null) {
            current.abandon();
        }
    }

    private void open(MediaSession session) {
        if (abandonedBy != null || !peer.channel().isActive()) {
            session.end(EndCause.CONNECTION_LOST);
        } else if (!session.isOver()) {
            opening.open(session);
        }
    }

    private void refused(GateRefusal refusal) {
        if (refusal == GateRefusal.NOT_FOUND && request.patient() && abandonedBy == null) {
            await();
        } else {
            sessions.refused(request, refusal);
            peer.refused(refusal);
        }
    }

    private void await() {
        waiting = true;
        long left = giveUpNanos - hub.nanoTime();
        patience = loop().schedule(this::sendForTheLastTime, Math.max(0, left), TimeUnit.NANOSECONDS);
        // A publication that is there although the gate just said no is another owner's: sending at once would not end.
        sessions.pendingPlays().enter(request.streamKey(), this, !sentAgain);
    }

    /** A publication of the stream has begun; from any thread. */
    void streamBegan() {
        runOnLoop(this::sendAgain, () -> {});
    }

    private void sendAgain() {
        if (waiting) {
            stopWaiting();
            sentAgain = true;
            send();
        }
    }

    private void sendForTheLastTime() {
        request = request.patient(false);
        sendAgain();
    }

    private void stopWaiting() {
        waiting = false;
        sessions.pendingPlays().leave(request.streamKey(), this);
        Future<?> clock = patience;
        if (clock != null) {
            clock.cancel(false);
            patience = null;
        }
    }

    private void runOnLoop(Runnable task, Runnable otherwise) {
        try {
            loop().execute(task);
        } catch (RejectedExecutionException stopped) {
            otherwise.run();
        }
    }

    private EventLoop loop() {
        return peer.channel().eventLoop();
    }

    /**
     * One sending of the request. Exactly one of these comes first: the gate's answer, the timeout, or the client's leaving; an
     * acceptance after the other two is ended at once.
     */
    private final class Attempt implements GateReply {

        private enum State {
            SENT,
            ABANDONED,
            ANSWERED
        }

        private final AtomicReference<State> state = new AtomicReference<>(State.SENT);
        private volatile EndCause goneBy = EndCause.CONNECTION_LOST;
        private volatile @Nullable Future<?> timeout;

        void begin(int timeoutMs) {
            timeout = loop().schedule(this::timedOut, timeoutMs, TimeUnit.MILLISECONDS);
        }

        private void timedOut() {
            if (state.compareAndSet(State.SENT, State.ABANDONED)) {
                refused(GateRefusal.UNAVAILABLE);
            }
        }

        void abandon() {
            EndCause cause = abandonedBy;
            if (cause != null) {
                goneBy = cause;
            }
            if (state.compareAndSet(State.SENT, State.ABANDONED)) {
                stopClock();
            }
        }

        @Override
        public void accept(Grant grant) {
            if (state.compareAndSet(State.SENT, State.ANSWERED)) {
                stopClock();
                MediaSession session = accepted(grant);
                if (hub.isStopping()) {
                    session.terminate(EndCause.SHUTDOWN);
                } else {
                    runOnLoop(() -> open(session), () -> session.end(EndCause.SHUTDOWN));
                }
            } else if (state.compareAndSet(State.ABANDONED, State.ANSWERED)) {
                MediaSession session = accepted(grant);
                Runnable end = () -> session.end(hub.isStopping() ? EndCause.SHUTDOWN : goneBy);
                runOnLoop(end, end);
            }
        }

        @Override
        public void refuse(GateRefusal refusal) {
            if (state.compareAndSet(State.SENT, State.ANSWERED)) {
                stopClock();
                runOnLoop(() -> refused(refusal), () -> {});
            } else {
                state.compareAndSet(State.ABANDONED, State.ANSWERED);
            }
        }

        private MediaSession accepted(Grant grant) {
            MediaSession session = new MediaSession(hub, sessions, kind, grant, request, peer);
            sessions.accepted(session);
            return session;
        }

        private void stopClock() {
            Future<?> clock = timeout;
            if (clock != null) {
                clock.cancel(false);
            }
        }
    }
}
