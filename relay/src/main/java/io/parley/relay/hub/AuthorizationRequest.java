package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaRequest;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to the gate's yes or no. A player whose stream is not there yet waits here, and its question is put again
 * when the stream has begun, or for the last time when its patience is over.
 */
public final class AuthorizationRequest {

    private final StreamHub hub;
    private final MediaSession.Kind kind;
    private final MediaConnection peer;
    private final long giveUpNanos;
    private MediaRequest request;
    private boolean waiting;
    private boolean askedAgain;
    private @Nullable Future<?> patience;
    private @Nullable Question question;
    private @Nullable EndCause abandonedBy;

    AuthorizationRequest(StreamHub hub, MediaSession.Kind kind, MediaRequest request, MediaConnection peer) {
        this.hub = hub;
        this.kind = kind;
        this.request = request;
        this.peer = peer;
        this.giveUpNanos =
                hub.nanoTime() + TimeUnit.MILLISECONDS.toNanos(hub.config().get(RelaySetting.PLAY_WAIT_MS));
    }

    /** Puts the question; on the peer's loop, like everything here but the gate's answer. */
    void ask() {
        Question next = new Question();
        question = next;
        next.begin(hub.config().get(RelaySetting.GATE_TIMEOUT_MS));
        hub.ask(kind, request, next);
    }

    /** The client has gone, or the relay stops. */
    public void abandon(EndCause cause) {
        abandonedBy = cause;
        stopWaiting();
        Question open = question;
        if (open != null) {
            open.abandon();
        }
    }

    private void refused(GateRefusal refusal) {
        if (refusal == GateRefusal.NOT_FOUND && request.patient() && abandonedBy == null) {
            await();
        } else {
            hub.refused(request, refusal);
            peer.refused(refusal);
        }
    }

    private void await() {
        waiting = true;
        long left = giveUpNanos - hub.nanoTime();
        patience = loop().schedule(this::askForTheLastTime, Math.max(0, left), TimeUnit.NANOSECONDS);
        // A publication that is there although the gate just said no belongs to somebody else: asking at once would not
        // end.
        hub.waitingRoom().enter(request.streamKey(), this, !askedAgain);
    }

    /** A publication of the stream has begun; from any thread. */
    void streamBegan() {
        runOnLoop(this::askAgain, () -> {});
    }

    private void askAgain() {
        if (waiting) {
            stopWaiting();
            askedAgain = true;
            ask();
        }
    }

    private void askForTheLastTime() {
        request = request.patient(false);
        askAgain();
    }

    private void stopWaiting() {
        waiting = false;
        hub.waitingRoom().leave(request.streamKey(), this);
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
     * One question to the gate. Exactly one of these comes first: the answer, the timeout, or the client's going; an
     * acceptance after the other two is ended at once.
     */
    private final class Question implements GateReply {

        private enum State {
            ASKED,
            ABANDONED,
            ANSWERED
        }

        private final AtomicReference<State> state = new AtomicReference<>(State.ASKED);
        private volatile EndCause goneBy = EndCause.CONNECTION_LOST;
        private volatile @Nullable Future<?> timeout;

        void begin(int timeoutMs) {
            timeout = loop().schedule(this::timedOut, timeoutMs, TimeUnit.MILLISECONDS);
        }

        private void timedOut() {
            if (state.compareAndSet(State.ASKED, State.ABANDONED)) {
                refused(GateRefusal.UNAVAILABLE);
            }
        }

        void abandon() {
            EndCause cause = abandonedBy;
            if (cause != null) {
                goneBy = cause;
            }
            if (state.compareAndSet(State.ASKED, State.ABANDONED)) {
                stopClock();
            }
        }

        @Override
        public void accept(Grant grant) {
            if (state.compareAndSet(State.ASKED, State.ANSWERED)) {
                stopClock();
                MediaSession session = hub.opened(kind, grant, request, peer);
                if (hub.isStopping()) {
                    session.terminate(EndCause.SHUTDOWN);
                } else {
                    runOnLoop(() -> peer.accepted(session), () -> session.end(EndCause.SHUTDOWN));
                }
            } else if (state.compareAndSet(State.ABANDONED, State.ANSWERED)) {
                MediaSession session = hub.opened(kind, grant, request, peer);
                Runnable end = () -> session.end(hub.isStopping() ? EndCause.SHUTDOWN : goneBy);
                runOnLoop(end, end);
            }
        }

        @Override
        public void refuse(GateRefusal refusal) {
            if (state.compareAndSet(State.ASKED, State.ANSWERED)) {
                stopClock();
                runOnLoop(() -> refused(refusal), () -> {});
            } else {
                state.compareAndSet(State.ABANDONED, State.ANSWERED);
            }
        }

        private void stopClock() {
            Future<?> clock = timeout;
            if (clock != null) {
                clock.cancel(false);
            }
        }
    }
}
