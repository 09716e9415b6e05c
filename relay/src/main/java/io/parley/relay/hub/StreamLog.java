package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream in one wire format: an append-only chain of segments, shared by all players of that format. Written under
 * the stream's lock; read without it.
 */
final class StreamLog {

    private static final VarHandle HEAD_TIMESTAMP;

    static {
        try {
            HEAD_TIMESTAMP = MethodHandles.lookup().findVarHandle(StreamLog.class, "headTimestamp", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WireFormat format;
    private final SegmentPool pool;
    private final int retainBytes;
    private final int retainMs;
    private final int hardLagMs;
    private Segment first;
    private long bytes;
    private int readers;
    /** The next message of each recording. Under the stream's lock. */
    private final List<LongSupplier> recordings = new ArrayList<>();

    private volatile Segment last;
    private volatile @Nullable KeyFramePosition key;
    private int headTimestamp;
    private volatile boolean ended;

    StreamLog(WireFormat format, RelayConfig config, SegmentPool pool) {
        this.format = format;
        this.pool = pool;
        this.retainBytes = config.get(RelaySetting.RETAIN_BYTES);
        this.retainMs = config.get(RelaySetting.RETAIN_MS);
        this.hardLagMs = config.get(RelaySetting.HARD_LAG_MS);
        this.first = new Segment(pool, 0, 0);
        this.last = first;
        this.bytes = first.capacity();
    }

    WireFormat format() {
        return format;
    }

    void append(MediaKind kind, int timestamp, ByteBuf body, SequenceHeaders headers) {
        int size = format.size(kind, timestamp, body.readableBytes());
        Segment segment = last;
        boolean isFull = !segment.hasRoomFor(size);
        if (isFull) {
            segment = extend(segment, size);
        }
        int entry = segment.published();
        segment.append(format, kind, timestamp, body);
        // A reader that sees an older one is told again; a volatile write would wait for the message to leave the
        // processor.
        HEAD_TIMESTAMP.setRelease(this, timestamp);
        if (kind == MediaKind.VIDEO_KEY) {
            key = new KeyFramePosition(segment, entry, headers);
        }
        // Whole segments go, so there is nothing to look for with each message.
        if (isFull || kind == MediaKind.VIDEO_KEY) {
            trim();
        }
    }

    /** Players that begin at the last key frame do not get the metadata any more. */
    void forgetMetadata() {
        KeyFramePosition point = key;
        if (point != null) {
            key = new KeyFramePosition(
                    point.segment(), point.entry(), point.headers().withoutMetadata());
        }
    }

    private Segment extend(Segment full, int size) {
        Segment segment = new Segment(pool, full.sequence(full.published()), size);
        bytes += segment.capacity();
        full.link(segment);
        last = segment;
        return segment;
    }

    /**
     * Keeps what a recording has not read yet, as long as there is room. Under the stream's lock only.
     *
     * @param position the sequence number of its next message, {@link Long#MAX_VALUE} when it wants nothing more
     */
    void keepFor(LongSupplier position) {
        recordings.removeIf(each -> each.getAsLong() == Long.MAX_VALUE);
        recordings.add(position);
    }

    private boolean isUnrecorded(long sequence) {
        for (int i = 0; i < recordings.size(); i++) {
            if (recordings.get(i).getAsLong() <= sequence) {
                return true;
            }
        }
        return false;
    }

    /** Lets go of whole segments that no recording, no joining player and no tolerably slow one can want. */
    private void trim() {
        while (first != last && isExpendable(first)) {
            Segment next = first.next();
            if (next == null) {
                return;
            }
            KeyFramePosition point = key;
            if (point != null && point.segment() == first) {
                key = null;
            }
            bytes -= first.capacity();
            first.release();
            first = next;
        }
    }

    private boolean isExpendable(Segment segment) {
        int lastEntry = segment.published() - 1;
        if (bytes > retainBytes || lastEntry < 0) {
            return true;
        }
        if (isUnrecorded(segment.sequence(lastEntry))) {
            // A publisher whose network stood delivers seconds of media between two looks of the recorder.
            return false;
        }
        int age = headTimestamp() - segment.timestamp(lastEntry);
        KeyFramePosition point = key;
        boolean wantedByJoiners = point != null && segment.sequence(lastEntry) >= point.sequence();
        return age > (wantedByJoiners ? retainMs : hardLagMs);
    }

    /** Copies what is retained into a log of another format, so that its first player need not wait for a key frame. */
    void copyTo(StreamLog other, SequenceHeaders current) {
        for (Segment segment = first; segment != null; segment = segment.next()) {
            for (int entry = 0; entry < segment.published(); entry++) {
                ByteBuf message = segment.slice(entry, entry + 1);
                try {
                    KeyFramePosition point = key;
                    SequenceHeaders headers = point == null ? current : point.headers();
                    other.append(segment.kind(entry), segment.timestamp(entry), format.body(message), headers);
                } finally {
                    message.release();
                }
            }
        }
    }

    /** The last key frame, or null when it is gone or older than the retention. */
    @Nullable
    KeyFramePosition freshKey() {
        KeyFramePosition point = key;
        return point != null && headTimestamp() - point.timestamp() <= retainMs ? point : null;
    }

    /** The oldest retained segment; under the stream's lock only. */
    Segment first() {
        return first;
    }

    Segment last() {
        return last;
    }

    int headTimestamp() {
        return (int) HEAD_TIMESTAMP.getAcquire(this);
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Counts a player in; under the stream's lock. */
    void joined() {
        readers++;
    }

    void left() {
        readers--;
    }

    int readers() {
        return readers;
    }

    /** Drops the log's own hold; segments still being sent live on until they are. */
    void release() {
        key = null;
        Segment segment = first;
        while (segment != null) {
            segment.release();
            segment = segment.next();
        }
    }
}
