package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.EndCause;
import io.parley.relay.GateRefusal;
import io.parley.relay.GateReply;
import io.parley.relay.MediaRequest;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One question to the gate. Exactly one of these comes first: the answer, the timeout, or the client's going; an
 * acceptance after the other two is ended at once.
 */
public final class Admission implements GateReply {

    private enum State {
        ASKED,
        ABANDONED,
        ANSWERED
    }

    private final StreamHub hub;
    private final Session.Kind kind;
    private final MediaRequest request;
    private final MediaPeer peer;
    private final AtomicReference<State> state = new AtomicReference<>(State.ASKED);
    private volatile EndCause abandonedBy = EndCause.CONNECTION_LOST;
    private volatile @Nullable Future<?> timeout;

    Admission(StreamHub hub, Session.Kind kind, MediaRequest request, MediaPeer peer) {
        this.hub = hub;
        this.kind = kind;
        this.request = request;
        this.peer = peer;
    }

    /** Starts the clock; on the peer's loop, before the gate is asked. */
    void begin(int timeoutMs) {
        timeout = loop().schedule(this::timedOut, timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void timedOut() {
        if (state.compareAndSet(State.ASKED, State.ABANDONED)) {
            hub.refused(request, GateRefusal.UNAVAILABLE);
            peer.refused(GateRefusal.UNAVAILABLE);
        }
    }

    /** The client has gone, or the relay stops. */
    public void abandon(EndCause cause) {
        abandonedBy = cause;
        if (state.compareAndSet(State.ASKED, State.ABANDONED)) {
            stopClock();
        }
    }

    @Override
    public void accept(long id, long owner) {
        if (state.compareAndSet(State.ASKED, State.ANSWERED)) {
            stopClock();
            Session session = hub.opened(kind, id, owner, request, peer);
            if (hub.isStopping()) {
                session.terminate(EndCause.SHUTDOWN);
            } else {
                runOnLoop(() -> peer.accepted(session), () -> session.end(EndCause.SHUTDOWN));
            }
        } else if (state.compareAndSet(State.ABANDONED, State.ANSWERED)) {
            Session session = hub.opened(kind, id, owner, request, peer);
            Runnable end = () -> session.end(hub.isStopping() ? EndCause.SHUTDOWN : abandonedBy);
            runOnLoop(end, end);
        }
    }

    @Override
    public void refuse(GateRefusal refusal) {
        if (state.compareAndSet(State.ASKED, State.ANSWERED)) {
            stopClock();
            hub.refused(request, refusal);
            runOnLoop(() -> peer.refused(refusal), () -> {});
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
}
