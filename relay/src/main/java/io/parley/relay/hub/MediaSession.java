package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.gate.PlaybackStart;
import io.parley.relay.statistics.PlayerStatistics;
import io.parley.relay.statistics.StreamStatistics;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One accepted publication or playback, from the gate's yes to its one reported end. */
public final class MediaSession implements StreamSource {

    /** Which of the two it is. */
    enum Kind {
        PUBLICATION,
        PLAYBACK
    }

    private final StreamHub hub;
    private final MediaSessions sessions;
    private final Kind kind;
    private final Grant grant;
    private final MediaRequest request;
    private final MediaConnection peer;
    private final EventLoopContext loop;
    private final long startedNanos;
    private final AtomicReference<@Nullable EndCause> cause = new AtomicReference<>();
    private final AtomicLong bytes = new AtomicLong();
    private @Nullable Runnable release;
    private volatile @Nullable StreamFeed feed;
    private volatile @Nullable Player player;
    private volatile @Nullable Future<?> grace;
    private long lostNanos;

    MediaSession(
            StreamHub hub, MediaSessions sessions, Kind kind, Grant grant, MediaRequest request, MediaConnection peer) {
        this.hub = hub;
        this.sessions = sessions;
        this.kind = kind;
        this.grant = grant;
        this.request = request;
        this.peer = peer;
        this.loop = hub.loop(peer.channel().eventLoop());
        this.startedNanos = hub.nanoTime();
    }

    Kind kind() {
        return kind;
    }

    /** The id the gate gave. */
    public long id() {
        return grant.id();
    }

    /** The client's request. */
    public MediaRequest request() {
        return request;
    }

    /** The stream it publishes or plays: the key alone would not tell owners apart. */
    String streamName() {
        return request.streamKey() + '@' + grant.owner();
    }

    /** The beginning of a playback: as the player asked for it, else as the gate says. */
    PlaybackStart firstFrame() {
        PlaybackStart wanted = request.firstFrame();
        return wanted == null ? grant.firstFrame() : wanted;
    }

    /** True when the gate wants it on disk. */
    boolean isRecorded() {
        return grant.record();
    }

    MediaConnection peer() {
        return peer;
    }

    /** Counts media payload; on the peer's loop. */
    @Override
    public void count(long more) {
        bytes.lazySet(bytes.getPlain() + more);
        loop.count(kind, more);
    }

    /** Notes the feed of a publication. */
    void publishes(StreamFeed with) {
        feed = with;
    }

    /** Notes the player of a playback. */
    void plays(Player with) {
        player = with;
    }

    /** Figures of a publication; null while its stream is not open. From any thread. */
    @Nullable
    StreamStatistics streamStatistics(long now) {
        StreamFeed open = feed;
        if (open == null) {
            return null;
        }
        FeedSnapshot snapshot = open.figures(now);
        return new StreamStatistics(
                request.streamKey(),
                id(),
                request.protocol(),
                request.remoteAddress(),
                ageMs(now),
                bytes(),
                snapshot.video(),
                snapshot.audio(),
                snapshot.frames(),
                snapshot.audioGapMs(),
                snapshot.videoGapMs(),
                snapshot.players(),
                snapshot.sinceKeyFrameMs(),
                snapshot.sinceMessageMs());
    }

    /** Figures of a playback; null while it has not joined its stream. From any thread. */
    @Nullable
    PlayerStatistics playerStatistics(long now) {
        Player joined = player;
        if (joined == null) {
            return null;
        }
        PlayerSnapshot snapshot = joined.figures();
        return new PlayerStatistics(
                id(),
                request.streamKey(),
                request.protocol(),
                request.remoteAddress(),
                ageMs(now),
                bytes() + snapshot.uncounted(),
                snapshot.lagMs(),
                snapshot.skips(),
                snapshot.frames(),
                snapshot.firstMediaMs());
    }

    /** Media payload so far. */
    long bytes() {
        return bytes.get();
    }

    /** Since the gate's yes. */
    long ageMs(long now) {
        return Math.max(0, (now - startedNanos) / 1_000_000);
    }

    /** True when an end has been decided, even if it is not yet reported. */
    public boolean isOver() {
        return cause.get() != null;
    }

    /** Sets the action that lets go of the stream at the end; on the peer's loop. */
    void onEnd(Runnable action) {
        release = action;
    }

    /**
     * Ends the session by the peer's own doing, on its loop. Only the first cause counts. A publication whose connection
     * was lost goes on for a while, so that its publisher may come back and no player notices.
     */
    public void end(EndCause why) {
        if (mayComeBack(why)) {
            awaitReturn(why);
        } else if (cause.compareAndSet(null, why)) {
            report(why);
        }
    }

    private boolean mayComeBack(EndCause why) {
        return kind == Kind.PUBLICATION
                && (why == EndCause.CONNECTION_LOST || why == EndCause.DEAD_PEER)
                && release != null
                && hub.config().get(RelaySetting.PUBLISHER_GRACE_MS) > 0
                && !hub.isDraining()
                && !hub.isStopping();
    }

    private void awaitReturn(EndCause why) {
        if (grace != null || isOver()) {
            return;
        }
        lostNanos = hub.nanoTime();
        grace = peer.channel()
                .eventLoop()
                .schedule(
                        () -> {
                            if (cause.compareAndSet(null, why)) {
                                report(why);
                            }
                        },
                        hub.config().get(RelaySetting.PUBLISHER_GRACE_MS),
                        TimeUnit.MILLISECONDS);
    }

    /** Ends the session from outside, on any thread; the peer says goodbye. False when it was over already. */
    @Override
    public boolean terminate(EndCause why) {
        if (!cause.compareAndSet(null, why)) {
            return false;
        }
        EventLoop loop = peer.channel().eventLoop();
        try {
            loop.execute(() -> {
                report(why);
                peer.ended(why);
            });
        } catch (RejectedExecutionException stopped) {
            report(why);
        }
        return true;
    }

    private void report(EndCause why) {
        Runnable action = release;
        release = null;
        if (action != null) {
            action.run();
        }
        Future<?> waiting = grace;
        if (waiting != null) {
            waiting.cancel(false);
        }
        long lastNanos = waiting == null ? hub.nanoTime() : lostNanos;
        sessions.ended(this, end(why, lastNanos, (lastNanos - startedNanos) / 1_000_000));
    }

    private MediaEnd end(EndCause why, long lastNanos, long durationMs) {
        StreamFeed published = feed;
        if (published != null) {
            FeedSnapshot all = published.figures(lastNanos);
            return new MediaEnd(
                    grant.id(), why, bytes.get(), durationMs, all.frames(), all.audioGapMs(), all.videoGapMs());
        }
        Player played = player;
        long frames = played == null ? 0 : played.figures().frames();
        return new MediaEnd(grant.id(), why, bytes.get(), durationMs, frames, 0, 0);
    }

    @Override
    public String toString() {
        return (kind == Kind.PUBLICATION ? "publication " : "playback ") + grant.id() + " of " + request;
    }
}
