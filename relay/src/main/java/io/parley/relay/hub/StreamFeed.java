package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import java.util.concurrent.TimeUnit;

/**
 * A source's way into its stream. Decides when players are told: at once, or, because a system call for each player and
 * message is what a relay spends its time on, a little later together with what comes next. On the source's event loop.
 */
public final class StreamFeed implements DelayedFeeds.Holder {

    /** After so many audio messages without video, in a row, there is no frame that audio could ride with. */
    private static final int AUDIO_ALONE = 25;

    /** Longer than this between two audio messages is heard. */
    private static final long AUDIO_GAP = TimeUnit.MILLISECONDS.toNanos(200);

    /** Longer than this between two frames is seen. */
    private static final long VIDEO_GAP = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long NOT_DUE = Long.MIN_VALUE;
    private static final long NEVER = Long.MIN_VALUE;

    private final MediaStream stream;
    private final StreamSource source;
    private final WriteBatcher deliveries;
    private final long audioWindow;
    private final long mergeWindow;

    private boolean dirty;
    private boolean urgent;
    private long due = NOT_DUE;
    private int audioInARow = AUDIO_ALONE;

    private boolean unseen;
    private boolean unseenKey;
    private boolean unseenAudio;
    private boolean unseenFrame;
    private long video;
    private long frames;
    private long audio;
    private final ArrivalGaps audioGaps = new ArrivalGaps(AUDIO_GAP);
    private final ArrivalGaps videoGaps = new ArrivalGaps(VIDEO_GAP);
    private long lastKeyNanos = NEVER;
    /** Written after the others, so that a thread that reads it first sees them. */
    private volatile long lastMessageNanos = NEVER;

    StreamFeed(MediaStream stream, StreamSource source, WriteBatcher deliveries, RelayConfig config) {
        this.stream = stream;
        this.source = source;
        this.deliveries = deliveries;
        this.mergeWindow = TimeUnit.MILLISECONDS.toNanos(config.get(RelaySetting.MERGE_WINDOW_MS));
        this.audioWindow =
                Math.max(mergeWindow, TimeUnit.MILLISECONDS.toNanos(config.get(RelaySetting.AUDIO_WINDOW_MS)));
    }

    /**
     * Appends one message. Players see it at the next {@link #readComplete} or within its window.
     *
     * @param body stays the caller's
     */
    public void append(MediaKind kind, int timestamp, ByteBuf body) {
        source.count(body.readableBytes());
        if (!stream.append(source, kind, timestamp, body)) {
            return;
        }
        dirty = true;
        unseen = true;
        if (kind.isAudio()) {
            audio++;
            unseenAudio |= kind == MediaKind.AUDIO;
            urgent |= ++audioInARow > AUDIO_ALONE;
        } else {
            urgent = true;
            if (kind.isVideo()) {
                video++;
                audioInARow = 0;
                unseenKey |= kind == MediaKind.VIDEO_KEY;
                if (kind.isFrame()) {
                    frames++;
                    unseenFrame = true;
                }
            }
        }
    }

    /** Forgets the metadata, so that players to come do not get it. */
    public void clearMetadata() {
        stream.clearMetadata(source);
    }

    /** All that could be read for now has been appended. */
    public void readComplete() {
        if (!dirty) {
            return;
        }
        if (unseen) {
            see(stream.nanoTime());
        }
        long window = urgent ? mergeWindow : audioWindow;
        if (window == 0) {
            deliver();
            return;
        }
        long latest = stream.nanoTime() + window;
        if (due == NOT_DUE || latest < due) {
            due = latest;
            deliveries.later(this, urgent);
        }
    }

    /** One look at the clock for all that was read together. */
    private void see(long now) {
        unseen = false;
        if (unseenKey) {
            unseenKey = false;
            lastKeyNanos = now;
        }
        if (unseenAudio) {
            unseenAudio = false;
            audioGaps.arrived(now);
        }
        if (unseenFrame) {
            unseenFrame = false;
            videoGaps.arrived(now);
        }
        lastMessageNanos = now;
    }

    MediaStream stream() {
        return stream;
    }

    /** Ends the stream, unless a newer source has it. */
    void end() {
        stream.unpublish(source);
    }

    /** From any thread. */
    FeedSnapshot figures(long now) {
        long lastMessage = lastMessageNanos;
        long key = lastKeyNanos;
        return new FeedSnapshot(
                video,
                audio,
                frames,
                audioGaps.totalMs(now),
                videoGaps.totalMs(now),
                stream.players(),
                millisSince(key, now),
                millisSince(lastMessage, now));
    }

    private static long millisSince(long then, long now) {
        return then == NEVER ? -1 : Math.max(0, (now - then) / 1_000_000);
    }

    @Override
    public long due() {
        return due;
    }

    @Override
    public void release() {
        deliver();
    }

    private void deliver() {
        dirty = false;
        urgent = false;
        due = NOT_DUE;
        stream.wake();
    }
}
