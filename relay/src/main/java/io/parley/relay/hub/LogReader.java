package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A place in a log, and what is wanted from there on. Holds the memory of the segment it stands in and nothing else.
 * Confined to one event loop; the log grows meanwhile.
 */
final class LogReader {

    enum Step {
        /** There are messages to take or to skip. */
        READY,
        /** Everything has been read. */
        AT_END,
        /** The log has already let go of what comes next. */
        LOST
    }

    private final StreamLog log;
    private @Nullable Segment segment;
    private int entry;
    private int from;
    private boolean skipping = true;
    private boolean skippingBefore;
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;

    LogReader(StreamLog log) {
        this.log = log;
    }

    boolean isPlaced() {
        return segment != null;
    }

    /** False when the memory there is gone; the cursor stays where it was. */
    boolean moveTo(Segment to, int toEntry) {
        if (!to.tryRetain()) {
            return false;
        }
        release();
        segment = to;
        entry = toEntry;
        return true;
    }

    void moveToEdge() {
        Segment newest = log.last();
        while (!moveTo(newest, newest.published())) {
            newest = log.last();
        }
    }

    /** Finds the next message, in the next segment if need be. */
    Step step() {
        Segment current = segment();
        if (entry < current.published()) {
            return Step.READY;
        }
        Segment next = current.next();
        if (next == null) {
            return Step.AT_END;
        }
        if (entry < current.published()) {
            // Published between the two looks; the link comes after the last message.
            return Step.READY;
        }
        return moveTo(next, 0) ? step() : Step.LOST;
    }

    /** Takes the next wanted messages; false when all up to the end of the segment are skipped. */
    boolean take(int about) {
        return take(about, Long.MAX_VALUE);
    }

    /** The same of the messages before this sequence number. */
    boolean take(int about, long before) {
        Segment current = segment();
        int published = current.publishedBefore(before);
        skippingBefore = skipping;
        while (entry < published && !wants(current.kind(entry))) {
            entry++;
        }
        from = entry;
        int start = current.start(from);
        while (entry < published
                && wants(current.kind(entry))
                && (entry == from || current.end(entry) - start <= about)) {
            entry++;
        }
        return entry > from;
    }

    /** The number of the next message. */
    long sequence() {
        return segment().sequence(entry);
    }

    /** The time of the first message taken last. */
    int takenFrom() {
        return segment().timestamp(from);
    }

    /** The kind of the first message taken last. */
    MediaKind takenKind() {
        return segment().kind(from);
    }

    /** Media payload in what was taken last, in bytes. */
    int taken() {
        return segment().payload(from, entry);
    }

    /** Video frames in what was taken last. */
    int takenFrames() {
        return segment().frames(from, entry);
    }

    /** The bytes of the messages taken last. The caller releases them. */
    ByteBuf bytes() {
        return segment().slice(from, entry);
    }

    /** The address of the messages taken last, for a system call. */
    long address() {
        Segment current = segment();
        return current.address() + current.start(from);
    }

    int length() {
        Segment current = segment();
        return current.end(entry - 1) - current.start(from);
    }

    /**
     * After a send that fell short: gives back the messages that were not begun, and returns the rest of the one that was,
     * or the first one when nothing was sent.
     */
    ByteBuf rest(int written) {
        Segment current = segment();
        int start = current.start(from) + written;
        int last = from;
        while (current.end(last) <= start) {
            last++;
        }
        entry = last + 1;
        return current.tail(start, last);
    }

    /** Goes back, so that the messages taken last are taken again. */
    void putBack() {
        entry = from;
        skipping = skippingBefore;
    }

    /** The kind of the next message, wanted or not; null when there is none, or none any more. */
    @Nullable
    MediaKind peek() {
        return step() == Step.READY ? segment().kind(entry) : null;
    }

    /** The next message. The caller releases it. */
    ByteBuf message() {
        return segment().slice(entry, entry + 1);
    }

    /** Goes on behind the next message. */
    void pass() {
        entry++;
    }

    /** The reader has got what its decoder needs for the video that comes. */
    void decodes() {
        skipping = false;
    }

    private boolean wants(MediaKind kind) {
        return switch (kind) {
            case VIDEO_KEY -> {
                skipping &= !wantsVideo;
                yield wantsVideo;
            }
            case VIDEO -> wantsVideo && !skipping;
            case AUDIO -> wantsAudio;
            case AUDIO_HEADER, VIDEO_HEADER, DATA, METADATA -> true;
        };
    }

    /** Leaves video out up to the next key frame. */
    void skipVideo() {
        skipping = true;
    }

    void wantAudio(boolean want) {
        wantsAudio = want;
    }

    void wantVideo(boolean want) {
        skipping |= want && !wantsVideo;
        wantsVideo = want;
    }

    /** The time of the next message, or of the newest one when all is read. */
    int timestamp() {
        Segment current = segment();
        return entry < current.published() ? current.timestamp(entry) : log.headTimestamp();
    }

    /** From the next message to the newest one, in milliseconds. */
    int lag() {
        return log.headTimestamp() - timestamp();
    }

    boolean isAtEnd() {
        Segment current = segment();
        return current.next() == null && entry == current.published();
    }

    boolean isBefore(KeyFramePosition key) {
        return segment().sequence(entry) < key.sequence();
    }

    /** True when this key frame is the next message; false without one. */
    boolean isAt(@Nullable KeyFramePosition key) {
        return key != null && segment().sequence(entry) == key.sequence();
    }

    /** True when a sequence header would be passed over on the way there. */
    boolean passesHeaders(KeyFramePosition key) {
        int at = entry;
        for (Segment walked = segment; walked != null; walked = walked.next(), at = 0) {
            boolean last = walked == key.segment();
            for (int end = last ? key.entry() : walked.published(); at < end; at++) {
                MediaKind kind = walked.kind(at);
                if (kind == MediaKind.VIDEO_HEADER || kind == MediaKind.AUDIO_HEADER) {
                    return true;
                }
            }
            if (last) {
                return false;
            }
        }
        return false;
    }

    void release() {
        Segment held = segment;
        segment = null;
        if (held != null) {
            held.release();
        }
    }

    private Segment segment() {
        Segment current = segment;
        if (current == null) {
            throw new IllegalStateException("not placed");
        }
        return current;
    }
}
