package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.parley.relay.RelayConfig;
import io.parley.relay.RelaySetting;
import java.util.concurrent.TimeUnit;

/**
 * A publisher's way into its stream. Decides when players are told: at once, or, because a system call for each player and
 * message is what a relay spends its time on, a little later together with what comes next. On the publisher's event loop.
 */
public final class StreamFeed {

    /** After so many audio messages without video, in a row, there is no frame that audio could ride with. */
    private static final int AUDIO_ALONE = 25;

    private static final long NOT_DUE = Long.MIN_VALUE;

    private final LiveStream stream;
    private final Session session;
    private final Deliveries deliveries;
    private final long audioWindow;
    private final long mergeWindow;

    private boolean dirty;
    private boolean urgent;
    private boolean queued;
    private long due = NOT_DUE;
    private int audioInARow = AUDIO_ALONE;

    StreamFeed(LiveStream stream, Session session, Deliveries deliveries, RelayConfig config) {
        this.stream = stream;
        this.session = session;
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
        if (!stream.append(session, kind, timestamp, body)) {
            return;
        }
        dirty = true;
        if (kind.isAudio()) {
            urgent |= ++audioInARow > AUDIO_ALONE;
        } else {
            urgent = true;
            audioInARow = kind.isVideo() ? 0 : audioInARow;
        }
    }

    /** Forgets the metadata, so that players to come do not get it. */
    public void clearMetadata() {
        stream.clearMetadata(session);
    }

    /** All that could be read for now has been appended. */
    public void readComplete() {
        if (!dirty) {
            return;
        }
        long window = urgent ? mergeWindow : audioWindow;
        if (window == 0) {
            deliver();
            return;
        }
        long latest = stream.nanoTime() + window;
        if (due == NOT_DUE || latest < due) {
            due = latest;
            if (queued) {
                deliveries.wakeBy(due);
            } else {
                queued = true;
                deliveries.later(this);
            }
        }
    }

    /** When what is held back has to go, in monotonic nanoseconds. */
    long due() {
        return due;
    }

    boolean isHoldingBack() {
        return dirty;
    }

    /** The time has come, or what was held back has gone with something else. */
    void release() {
        queued = false;
        if (dirty) {
            deliver();
        }
    }

    private void deliver() {
        dirty = false;
        urgent = false;
        due = NOT_DUE;
        stream.wake();
    }
}
