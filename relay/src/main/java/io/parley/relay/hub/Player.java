package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.parley.relay.EndCause;

/**
 * A player: a cursor in its stream's log. It costs no queue, because what it has not read is not written anywhere else;
 * only whole messages are ever handed to the socket or skipped. Confined to its channel's event loop.
 */
public final class Player implements ChannelFutureListener {

    /** Messages are handed over in pieces of about this size, so that little is out of reach when it gets slow. */
    private static final int WRITE_SIZE = 64 << 10;

    private final LiveStream stream;
    private final Session session;
    private final PlayerPeer peer;
    private final Channel channel;
    private final StreamLog log;
    private final PlayerLoop loop;
    private final LogCursor cursor;
    private final MediaAge age;

    private boolean started;
    private boolean paused;
    private boolean draining;
    private boolean left;
    private int unwritten;
    private long progressNanos;

    Player(LiveStream stream, Session session, PlayerPeer peer, StreamLog log, PlayerLoop loop) {
        this.stream = stream;
        this.session = session;
        this.peer = peer;
        this.channel = peer.channel();
        this.log = log;
        this.loop = loop;
        this.cursor = new LogCursor(log);
        this.age = new MediaAge(stream.config());
        this.progressNanos = stream.nanoTime();
    }

    /** The stream has not begun: this player gets it from its first message on. Under the stream's lock. */
    void placeAtBeginning() {
        cursor.moveTo(log.first(), 0);
    }

    /** Whether the player has been given anything. */
    public boolean isStarted() {
        return started;
    }

    /** Reads on while the socket takes bytes, flushes once, and looks at the age of what is left. */
    public void drain() {
        if (left || draining || (!started && !start())) {
            return;
        }
        draining = true;
        try {
            while (writeAvailable()) {
                // The flush may have made room, and its notice came while draining.
                channel.flush();
            }
        } finally {
            draining = false;
        }
        if (!paused) {
            review();
        }
    }

    private boolean start() {
        if (!stream.isOpenFor(log)) {
            if (log.ended()) {
                session.terminate(EndCause.STREAM_ENDED);
            }
            return false;
        }
        Headers headers = cursor.isPlaced() ? Headers.NONE : place();
        started = true;
        peer.starting();
        age.start(stream.nanoTime(), cursor.lag());
        write(log.format().opening(stream.hasAudio(), stream.hasVideo(), headers, cursor.timestamp()));
        return true;
    }

    /** Goes to the last key frame, else to the live edge; returns the headers that belong there. */
    private Headers place() {
        KeyPoint key = log.freshKey();
        if (key != null && cursor.moveTo(key.segment(), key.entry())) {
            return key.headers();
        }
        cursor.moveToEdge();
        return stream.headers();
    }

    private boolean writeAvailable() {
        boolean wrote = false;
        while (!paused && channel.isWritable() && writeNext()) {
            wrote = true;
        }
        return wrote;
    }

    private boolean writeNext() {
        switch (cursor.step()) {
            case READY -> {
                age.behind(stream.nanoTime());
                ByteBuf bytes = cursor.take(WRITE_SIZE);
                if (bytes != null) {
                    session.count(cursor.taken());
                    write(bytes);
                }
                return true;
            }
            case AT_END -> {
                age.caughtUp();
                return false;
            }
            case LOST -> {
                return jump() || tooSlow();
            }
        }
        return false;
    }

    private void write(ByteBuf bytes) {
        unwritten++;
        channel.write(bytes).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        unwritten--;
        progressNanos = stream.nanoTime();
    }

    /** What is still to be sent may have got too old, or the stream may be over. */
    private void review() {
        boolean ended = log.ended();
        if (cursor.isAtEnd()) {
            if (ended) {
                session.terminate(EndCause.STREAM_ENDED);
            }
            return;
        }
        switch (age.judge(stream.nanoTime(), cursor.lag())) {
            case FRESH -> {}
            case STALE -> {
                if (!jump()) {
                    cursor.skipVideo();
                }
            }
            case EXPIRED -> tooSlow();
        }
    }

    private boolean tooSlow() {
        session.terminate(EndCause.TOO_SLOW);
        return false;
    }

    /** Moves to a newer key frame, if there is one. */
    private boolean jump() {
        KeyPoint key = log.freshKey();
        if (key == null || !cursor.isBefore(key)) {
            return false;
        }
        boolean passesHeaders = cursor.passesHeaders(key);
        if (!cursor.moveTo(key.segment(), key.entry())) {
            return false;
        }
        age.jumped();
        if (passesHeaders) {
            write(log.format().headers(key.headers(), key.timestamp()));
        }
        return true;
    }

    /** Closes a player whose socket has taken nothing for too long; called now and then. */
    public void checkStall() {
        if (left || !started || paused) {
            return;
        }
        long idleMs = (stream.nanoTime() - progressNanos) / 1_000_000;
        if (unwritten > 0 && idleMs > stream.config().stallMaxMs()) {
            tooSlow();
        } else {
            review();
        }
    }

    /** When the socket last took bytes, in monotonic nanoseconds. */
    public long progressNanos() {
        return progressNanos;
    }

    /** Stops or resumes; resuming begins at a key frame, or with audio at the live edge. */
    public void pause(boolean pause) {
        if (paused && !pause && started && !left) {
            cursor.skipVideo();
            if (!jump()) {
                cursor.moveToEdge();
            }
        }
        paused = pause;
        drain();
    }

    /** Whether the player wants audio. */
    public void receiveAudio(boolean receive) {
        cursor.wantAudio(receive);
    }

    /** Whether the player wants video; it resumes at a key frame. */
    public void receiveVideo(boolean receive) {
        cursor.wantVideo(receive);
    }

    void leave() {
        if (!left) {
            left = true;
            cursor.release();
            stream.leave(this, loop, log);
        }
    }
}
