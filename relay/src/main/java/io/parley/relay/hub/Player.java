package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;

/**
 * A player: a cursor in its stream's log. It costs no queue, because what it has not read is not written anywhere else;
 * only whole messages are ever handed to the socket or skipped. Confined to its channel's event loop.
 */
public final class Player extends PlayerOutput implements StreamSink {

    /** Messages are handed over in pieces of about this size, so that little is out of reach when it gets slow. */
    private static final int WRITE_SIZE = 64 << 10;

    private final PlayerConnection peer;
    private final StreamSubscription subscription;
    private final StreamLog log;
    private final EventLoopPlayers loop;
    private final LagPolicy lagPolicy;

    private boolean started;
    private boolean paused;
    private boolean draining;
    private int lagMs;
    private int skips;
    private boolean skippingVideo;

    /** Under the stream's lock. A stream that has not begun is read from its first message on. */
    Player(
            StreamHub hub,
            MediaSession session,
            PlayerConnection peer,
            StreamSubscription subscription,
            EventLoopPlayers loop) {
        super(peer.channel(), hub, session, subscription.reader());
        this.peer = peer;
        this.subscription = subscription;
        this.log = subscription.log();
        this.loop = loop;
        this.lagPolicy = new LagPolicy(hub.config());
        subscription.placeAtBeginning();
    }

    /** From here on it is woken with the others of its loop; on the loop. */
    void joined() {
        loop.add(this);
    }

    @Override
    public Wakeup wakeup() {
        return loop;
    }

    @Override
    public void sourceEnded() {
        // It goes on with the next one; without one, the stream ends.
    }

    @Override
    public boolean isPlayer() {
        return true;
    }

    /** From any thread. */
    PlayerSnapshot figures() {
        return figures(lagMs, skips);
    }

    /** True once the player has been given something. */
    public boolean isStarted() {
        return started;
    }

    /** Reads on while the socket takes bytes, and looks at the age of what is left. */
    @Override
    public void drain() {
        drain(nanoTime());
    }

    /**
     * @param now monotonic nanoseconds, the same for all players woken together
     */
    void drain(long now) {
        if (left || draining) {
            return;
        }
        draining = true;
        try {
            if (!started) {
                if (!start()) {
                    return;
                }
                channel.flush();
            }
            while (pump(now)) {
                // The flush may have made room, and its notice came while draining.
                channel.flush();
            }
        } finally {
            draining = false;
        }
        if (!paused && !mute) {
            review(now);
        }
    }

    private boolean start() {
        if (!subscription.isOpen()) {
            if (log.ended()) {
                session.terminate(EndCause.STREAM_ENDED);
            }
            return false;
        }
        started = true;
        peer.starting();
        if (reader.isPlaced()) {
            write(subscription.opening(SequenceHeaders.NONE, reader.timestamp()));
        } else {
            join();
        }
        lagPolicy.start(nanoTime(), reader.lag());
        return true;
    }

    /** Into a stream that runs already. */
    private void join() {
        JoinPoint point =
                JoinPoint.of(subscription, session.firstFrame(), hub().config().get(RelaySetting.FAST_START_BYTES));
        write(subscription.opening(point.headers(), point.timestamp()));
        CatchUp catchUp = point.catchUp();
        if (catchUp != null) {
            ByteBuf pressed = catchUp.write(reader);
            handed(catchUp.payload(), catchUp.frames(), nanoTime());
            write(pressed);
        }
    }

    /** Moves what it can; true when something waits in the channel for a flush. */
    private boolean pump(long now) {
        boolean queued = false;
        while (!paused && !left && !mute) {
            switch (reader.step()) {
                case READY -> {
                    if (socket == null && !channel.isWritable()) {
                        return queued;
                    }
                    if (socket != null && !socket.isFree()) {
                        return queued | awaitFree();
                    }
                    if (!reader.take(WRITE_SIZE)) {
                        continue;
                    }
                    if (socket == null) {
                        writeTaken(now);
                        queued = true;
                    } else if (!sendTaken(socket, now)) {
                        return true;
                    }
                }
                case AT_END -> {
                    caughtUp();
                    return queued;
                }
                case LOST -> {
                    if (!jump()) {
                        session.terminate(EndCause.TOO_SLOW);
                        return queued;
                    }
                    skips++;
                }
            }
        }
        return queued;
    }

    /**
     * The usual case, made quick: a player that has everything but the newest messages. The ring sends them together with
     * other players', before anything else happens to this one; it is taken for done here, and put right by {@link #sentShort}.
     * False when {@link #drain} has to see to it.
     */
    boolean offer(IoUringSender ring, long now) {
        DirectSocket direct = socket;
        if (direct == null || !started || paused || left || mute || draining || !direct.isFree()) {
            return false;
        }
        if (reader.step() != LogReader.Step.READY || !reader.take(WRITE_SIZE)) {
            return false;
        }
        if (!reader.isAtEnd()) {
            // More than fits into one send: back to the way that goes on.
            reader.putBack();
            return false;
        }
        if (behind) {
            caughtUp();
        }
        progressNanos = now;
        takenWasHanded(now);
        ring.send(this, direct.descriptor(), reader.address(), reader.length(), now);
        return true;
    }

    /** Looks whether unsent media has got too old, or the stream is over. */
    private void review(long now) {
        boolean ended = log.ended();
        if (reader.isAtEnd()) {
            if (ended) {
                session.terminate(EndCause.STREAM_ENDED);
            }
            return;
        }
        lagMs = reader.lag();
        behind = true;
        switch (lagPolicy.judge(now, lagMs)) {
            case FRESH -> skippingVideo = false;
            case STALE -> {
                if (jump()) {
                    skips++;
                } else {
                    skips += skippingVideo ? 0 : 1;
                    skippingVideo = true;
                    reader.skipVideo();
                }
            }
            case EXPIRED -> session.terminate(EndCause.TOO_SLOW);
        }
    }

    private void caughtUp() {
        behind = false;
        lagPolicy.caughtUp();
        lagMs = 0;
        skippingVideo = false;
    }

    /** Moves to a newer key frame, if there is one. */
    private boolean jump() {
        KeyFramePosition key = log.freshKey();
        if (key == null || !reader.isBefore(key)) {
            return false;
        }
        boolean passesHeaders = reader.passesHeaders(key);
        if (!reader.moveTo(key.segment(), key.entry())) {
            return false;
        }
        lagPolicy.jumped();
        if (passesHeaders) {
            write(log.format().headers(key.headers(), key.timestamp()));
        }
        return true;
    }

    /** Closes a player whose socket has taken nothing for too long; called now and then. */
    public void checkStall() {
        if (left || !started || paused || mute) {
            return;
        }
        long now = nanoTime();
        long idleMs = (now - progressNanos) / 1_000_000;
        if (isWriting() && idleMs > hub().config().get(RelaySetting.STALL_MAX_MS)) {
            session.terminate(EndCause.TOO_SLOW);
        } else {
            review(now);
        }
    }

    /** Stops or resumes; resuming begins at a key frame, or with audio at the live edge. */
    public void pause(boolean pause) {
        if (paused && !pause && started && !left) {
            reader.skipVideo();
            if (!jump() && !reader.isAt(log.freshKey())) {
                reader.moveToEdge();
                // They may have changed meanwhile.
                write(log.format().headers(subscription.headers(), reader.timestamp()));
            }
        }
        paused = pause;
        drain();
    }

    /** Sends audio or leaves it out. */
    public void receiveAudio(boolean receive) {
        reader.wantAudio(receive);
    }

    /** Sends video or leaves it out; it resumes at a key frame. */
    public void receiveVideo(boolean receive) {
        reader.wantVideo(receive);
    }

    void leave() {
        if (!left) {
            left = true;
            countAll();
            loop.remove(this);
            subscription.leave(this);
        }
    }
}
