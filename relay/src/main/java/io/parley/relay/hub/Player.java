package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.parley.relay.EndCause;
import org.jspecify.annotations.Nullable;

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
    private final MediaAge age;

    private @Nullable Segment origin;
    private @Nullable Segment segment;
    private int entry;
    private boolean skipping = true;
    private boolean paused;
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;
    private boolean draining;
    private boolean left;
    private boolean opened;
    private int unwritten;
    private long progressNanos;

    Player(
            LiveStream stream,
            Session session,
            PlayerPeer peer,
            StreamLog log,
            PlayerLoop loop,
            @Nullable Segment origin,
            long nowNanos) {
        this.stream = stream;
        this.session = session;
        this.peer = peer;
        this.channel = peer.channel();
        this.log = log;
        this.loop = loop;
        this.age = new MediaAge(stream.config());
        this.progressNanos = nowNanos;
        if (origin != null && origin.tryRetain()) {
            this.origin = origin;
        }
    }

    /** Whether the first media byte has been handed over. */
    public boolean isStarted() {
        return segment != null;
    }

    /** Whether the player was ever started, also after it has left. */
    boolean isOpened() {
        return opened;
    }

    /** Reads on while the socket takes bytes, flushes once, and looks at the age of what is left. */
    public void drain() {
        if (left || draining || (segment == null && !start())) {
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
        if (!left && !paused) {
            review();
        }
    }

    private boolean writeAvailable() {
        boolean wrote = false;
        while (!paused && channel.isWritable() && writeNext()) {
            wrote = true;
        }
        return wrote;
    }

    private boolean start() {
        if (!stream.isOpenFor(log)) {
            return log.ended() && finishUnstarted();
        }
        Headers headers = place();
        peer.starting();
        opened = true;
        int timestamp = segment().published() > entry ? segment().timestamp(entry) : log.headTimestamp();
        age.start(stream.nanoTime(), log.headTimestamp() - timestamp);
        write(log.format().opening(stream.hasAudio(), stream.hasVideo(), headers, timestamp), 0);
        return true;
    }

    private boolean finishUnstarted() {
        session.terminate(EndCause.STREAM_ENDED);
        return false;
    }

    /** Goes to the first message if the player waited for it, else to the last key frame, else to the live edge. */
    private Headers place() {
        Segment waited = origin;
        if (waited != null) {
            origin = null;
            segment = waited;
            entry = 0;
            return Headers.NONE;
        }
        KeyPoint key = log.freshKey();
        if (key != null && key.segment().tryRetain()) {
            segment = key.segment();
            entry = key.entry();
            return key.headers();
        }
        Segment newest = log.last();
        while (!newest.tryRetain()) {
            newest = log.last();
        }
        segment = newest;
        entry = newest.published();
        return stream.headers();
    }

    private Segment segment() {
        Segment current = segment;
        if (current == null) {
            throw new IllegalStateException("not started");
        }
        return current;
    }

    /** Writes one run of messages, or moves on to the next segment; false when there is nothing to do. */
    private boolean writeNext() {
        Segment current = segment();
        int published = current.published();
        if (entry == published) {
            Segment next = current.next();
            if (next == null) {
                age.caughtUp();
                return false;
            }
            // The last entries were published before the link.
            return entry < current.published() || advance(current, next);
        }
        age.behind(stream.nanoTime());
        while (entry < published && !wants(current.kind(entry))) {
            entry++;
        }
        int from = entry;
        int start = current.start(from);
        while (entry < published && wants(current.kind(entry)) && current.end(entry) - start <= WRITE_SIZE) {
            entry++;
        }
        if (entry == from && entry < published) {
            entry++;
        }
        if (entry > from) {
            write(current.slice(from, entry), current.end(entry - 1) - start);
        }
        return true;
    }

    private boolean wants(MediaKind kind) {
        if (kind == MediaKind.VIDEO_KEY && wantsVideo) {
            skipping = false;
            return true;
        }
        if (kind == MediaKind.VIDEO || kind == MediaKind.VIDEO_KEY) {
            return wantsVideo && !skipping;
        }
        return kind != MediaKind.AUDIO || wantsAudio;
    }

    private boolean advance(Segment from, Segment to) {
        if (!to.tryRetain()) {
            // Fell behind what is retained.
            return jump() || tooSlow();
        }
        segment = to;
        entry = 0;
        from.release();
        return true;
    }

    private boolean tooSlow() {
        session.terminate(EndCause.TOO_SLOW);
        return false;
    }

    private void write(ByteBuf bytes, int media) {
        unwritten++;
        if (media > 0) {
            session.count(media);
        }
        channel.write(bytes).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        unwritten--;
        progressNanos = stream.nanoTime();
    }

    /** What is still to be sent may have got too old, or the stream may be over. */
    private void review() {
        Segment current = segment();
        int published = current.published();
        if (entry == published && current.next() == null) {
            if (log.ended() && entry == current.published()) {
                session.terminate(EndCause.STREAM_ENDED);
            }
            return;
        }
        int oldest = entry < published ? current.timestamp(entry) : log.headTimestamp();
        switch (age.judge(stream.nanoTime(), log.headTimestamp() - oldest)) {
            case FRESH -> {}
            case STALE -> skipping |= !jump();
            case EXPIRED -> tooSlow();
        }
    }

    /** Moves to a newer key frame, if there is one. */
    private boolean jump() {
        Segment current = segment();
        KeyPoint key = log.freshKey();
        if (key == null
                || key.sequence() <= current.sequence(entry)
                || !key.segment().tryRetain()) {
            return false;
        }
        boolean headersSkipped = headersBetween(current, key);
        segment = key.segment();
        entry = key.entry();
        current.release();
        age.jumped();
        if (headersSkipped) {
            write(log.format().headers(key.headers(), key.timestamp()), 0);
        }
        return true;
    }

    private boolean headersBetween(Segment from, KeyPoint key) {
        int at = entry;
        for (Segment walked = from; walked != null; walked = walked.next(), at = 0) {
            int end = walked == key.segment() ? key.entry() : walked.published();
            for (; at < end; at++) {
                MediaKind kind = walked.kind(at);
                if (kind == MediaKind.VIDEO_HEADER || kind == MediaKind.AUDIO_HEADER) {
                    return true;
                }
            }
            if (walked == key.segment()) {
                return false;
            }
        }
        return false;
    }

    /** Closes a player whose socket has taken nothing for too long; called now and then. */
    public void checkStall() {
        long idleMs = (stream.nanoTime() - progressNanos) / 1_000_000;
        if (!left && unwritten > 0 && idleMs > stream.config().stallMaxMs()) {
            tooSlow();
        } else if (!left && segment != null && !paused) {
            review();
        }
    }

    /** When the socket last took bytes, in monotonic nanoseconds. */
    public long progressNanos() {
        return progressNanos;
    }

    /** Stops or resumes; resuming begins at a key frame. */
    public void pause(boolean pause) {
        if (paused && !pause && segment != null) {
            skipping = true;
            restart();
        }
        paused = pause;
        drain();
    }

    private void restart() {
        Segment old = segment();
        if (!jump()) {
            Segment newest = log.last();
            if (newest.tryRetain()) {
                segment = newest;
                entry = newest.published();
                old.release();
            }
        }
        age.jumped();
    }

    /** Whether the player wants audio. */
    public void receiveAudio(boolean receive) {
        wantsAudio = receive;
    }

    /** Whether the player wants video; it resumes at a key frame. */
    public void receiveVideo(boolean receive) {
        skipping |= receive && !wantsVideo;
        wantsVideo = receive;
    }

    void leave() {
        if (left) {
            return;
        }
        left = true;
        Segment held = segment != null ? segment : origin;
        segment = null;
        origin = null;
        if (held != null) {
            held.release();
        }
        stream.leave(this, loop, log);
    }
}
