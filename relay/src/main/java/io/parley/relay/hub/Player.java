package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.PlaybackStart;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A player: a cursor in its stream's log. It costs no queue, because what it has not read is not written anywhere else;
 * only whole messages are ever handed to the socket or skipped. Confined to its channel's event loop.
 */
public final class Player implements ChannelFutureListener {

    /** Messages are handed over in pieces of about this size, so that little is out of reach when it gets slow. */
    private static final int WRITE_SIZE = 64 << 10;

    /** How far what others know of a player's bytes may lag behind. */
    private static final int COUNT_STEP = 32 << 10;

    /** How long a connection that cannot be written to may take to be read to its end, in milliseconds. */
    private static final int UNREAD_PATIENCE = 500;

    /** EAGAIN, as a ring reports it. */
    private static final int WOULD_BLOCK = -11;

    private final MediaStream stream;
    private final MediaSession session;
    private final PlayerConnection peer;
    private final Channel channel;
    private final StreamLog log;
    private final EventLoopPlayers loop;
    private final @Nullable DirectSocket socket;
    private final LogReader reader;
    private final LagPolicy lagPolicy;

    private final Runnable again = this::drain;
    private boolean started;
    private boolean paused;
    private boolean draining;
    private boolean left;
    private boolean mute;
    private int unwritten;
    private long progressNanos;
    private final long joinedNanos;
    private int lagMs;
    private int skips;
    private long frames;
    private int firstMediaMs = -1;
    private boolean skippingVideo;
    private boolean behind = true;
    private int uncounted;

    Player(MediaStream stream, MediaSession session, PlayerConnection peer, StreamLog log, EventLoopPlayers loop) {
        this.stream = stream;
        this.session = session;
        this.peer = peer;
        this.channel = peer.channel();
        this.log = log;
        this.loop = loop;
        this.socket = DirectSocket.of(channel);
        this.reader = new LogReader(log);
        this.lagPolicy = new LagPolicy(stream.config());
        this.progressNanos = stream.nanoTime();
        this.joinedNanos = progressNanos;
    }

    /** From any thread. */
    PlayerSnapshot figures() {
        return new PlayerSnapshot(lagMs, skips, frames, firstMediaMs, uncounted);
    }

    private void handed(int payload, int videoFrames, long now) {
        frames += videoFrames;
        uncounted += payload;
        if (uncounted > COUNT_STEP) {
            countAll();
        }
        if (firstMediaMs < 0) {
            firstMediaMs = (int) ((now - joinedNanos) / 1_000_000);
        }
    }

    private void countAll() {
        session.count(uncounted);
        uncounted = 0;
    }

    /** The stream has not begun: this player gets it from its first message on. Under the stream's lock. */
    void placeAtBeginning() {
        reader.moveTo(log.first(), 0);
    }

    /** Whether the player has been given anything. */
    public boolean isStarted() {
        return started;
    }

    /** Reads on while the socket takes bytes, and looks at the age of what is left. */
    public void drain() {
        drain(stream.nanoTime());
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
        if (!stream.isOpenFor(log)) {
            if (log.ended()) {
                session.terminate(EndCause.STREAM_ENDED);
            }
            return false;
        }
        started = true;
        peer.starting();
        if (reader.isPlaced()) {
            open(SequenceHeaders.NONE, reader.timestamp());
        } else {
            join();
        }
        lagPolicy.start(stream.nanoTime(), reader.lag());
        return true;
    }

    /** Into a stream that runs already. */
    private void join() {
        KeyFramePosition key = log.freshKey();
        PlaybackStart mode = session.firstFrame();
        if (key == null || mode == PlaybackStart.EDGE) {
            joinAtEdge();
        } else if (mode == PlaybackStart.SMOOTH || !joinFast(key)) {
            if (reader.moveTo(key.segment(), key.entry())) {
                open(key.headers(), key.timestamp());
            } else {
                joinAtEdge();
            }
        }
    }

    private void joinAtEdge() {
        reader.moveToEdge();
        open(stream.headers(), reader.timestamp());
    }

    private boolean joinFast(KeyFramePosition key) {
        CatchUp start = CatchUp.of(log, key, stream.config().get(RelaySetting.FAST_START_BYTES));
        if (start == null) {
            return false;
        }
        if (!start.isWorthwhile()) {
            joinAtEdge();
            return true;
        }
        open(stream.headers(), start.firstTimestamp());
        ByteBuf pressed = start.write(reader);
        handed(start.payload(), start.frames(), stream.nanoTime());
        write(pressed);
        return true;
    }

    private void open(SequenceHeaders headers, int timestamp) {
        write(log.format().opening(stream.hasAudio(), stream.hasVideo(), headers, timestamp));
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
                        write(reader.bytes());
                        handed(reader.taken(), reader.takenFrames(), now);
                        queued = true;
                    } else if (!sendDirectly(socket, now)) {
                        return true;
                    }
                }
                case AT_END -> {
                    caughtUp();
                    return queued;
                }
                case LOST -> {
                    if (!jump()) {
                        tooSlow();
                        return queued;
                    }
                    skips++;
                }
            }
        }
        return queued;
    }

    private boolean sendDirectly(DirectSocket direct, long now) {
        try {
            return wasSent(direct.write(reader.address(), reader.length()), now);
        } catch (IOException broken) {
            fallSilent();
            return false;
        }
    }

    /** The channel has something of its own to send; its place in the queue tells when that has gone. */
    private boolean awaitFree() {
        // On a closed channel the write would fail at once, and be tried again, for ever.
        if (unwritten > 0 || !channel.isActive()) {
            return false;
        }
        write(Unpooled.EMPTY_BUFFER);
        return true;
    }

    /** False when the socket is full: then one message at most is out of reach, in the channel, which knows how to wait. */
    private boolean wasSent(int bytes, long now) {
        boolean all = bytes == reader.length();
        if (!all) {
            write(reader.rest(bytes));
        }
        handed(reader.taken(), reader.takenFrames(), now);
        if (bytes > 0) {
            progressNanos = now;
        }
        return all;
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
        handed(reader.taken(), reader.takenFrames(), now);
        ring.send(this, direct.descriptor(), reader.address(), reader.length(), now);
        return true;
    }

    /**
     * An offer of which not everything was sent.
     *
     * @param result bytes, or a negative errno
     */
    void sentShort(int result, long now) {
        if (left) {
            return;
        }
        if (result < 0 && result != WOULD_BLOCK) {
            fallSilent();
            return;
        }
        uncounted -= reader.taken();
        frames -= reader.takenFrames();
        behind = true;
        wasSent(Math.max(0, result), now);
        channel.flush();
    }

    /**
     * The socket takes nothing any more. What the client had said before may lie in it unread, a goodbye perhaps, and behind that the
     * end; the channel closes by itself when it has read that.
     */
    private void fallSilent() {
        if (!mute && channel.isActive()) {
            mute = true;
            channel.eventLoop().schedule(() -> channel.close(), UNREAD_PATIENCE, TimeUnit.MILLISECONDS);
        }
    }

    /** The result of a batched send is unknown; closes the channel. */
    void sendLost() {
        channel.close();
    }

    private void write(ByteBuf bytes) {
        unwritten++;
        channel.write(bytes).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        unwritten--;
        progressNanos = stream.nanoTime();
        if (!written.isSuccess()) {
            fallSilent();
        } else if (unwritten == 0 && !left) {
            // Not here: the channel still counts what it has just sent.
            channel.eventLoop().execute(again);
        }
    }

    /** What is still to be sent may have got too old, or the stream may be over. */
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
            case EXPIRED -> tooSlow();
        }
    }

    private void caughtUp() {
        behind = false;
        lagPolicy.caughtUp();
        lagMs = 0;
        skippingVideo = false;
    }

    private void tooSlow() {
        session.terminate(EndCause.TOO_SLOW);
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
        long now = stream.nanoTime();
        long idleMs = (now - progressNanos) / 1_000_000;
        if (unwritten > 0 && idleMs > stream.config().get(RelaySetting.STALL_MAX_MS)) {
            tooSlow();
        } else {
            review(now);
        }
    }

    /** When the socket last took bytes, in monotonic nanoseconds. */
    public long progressNanos() {
        return progressNanos;
    }

    /** Stops or resumes; resuming begins at a key frame, or with audio at the live edge. */
    public void pause(boolean pause) {
        if (paused && !pause && started && !left) {
            reader.skipVideo();
            if (!jump()) {
                reader.moveToEdge();
                // They may have changed meanwhile.
                write(log.format().headers(stream.headers(), reader.timestamp()));
            }
        }
        paused = pause;
        drain();
    }

    /** Whether the player wants audio. */
    public void receiveAudio(boolean receive) {
        reader.wantAudio(receive);
    }

    /** Whether the player wants video; it resumes at a key frame. */
    public void receiveVideo(boolean receive) {
        reader.wantVideo(receive);
    }

    void leave() {
        if (!left) {
            left = true;
            countAll();
            reader.release();
            stream.leave(this, loop, log);
        }
    }
}
