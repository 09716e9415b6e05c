package io.parley.relay.hub;

/**
 * Turns a publisher's 32-bit timestamps into a log clock that never runs backward within a track.
 *
 * <p>Small things are left alone: the distance between the tracks, gaps of a few seconds, equal timestamps. A step
 * backward or far forward gets a new offset, which the other track takes over when it makes the same step, so both keep
 * their distance. Milliseconds throughout; used by one thread at a time.
 */
final class TimestampRepair {

    /** A forward step up to this is a gap in the media, above it a changed clock. */
    static final int MAX_GAP = 10_000;
    /** A backward step up to this is jitter and only held, not followed. */
    static final int MAX_JITTER = 500;
    /** Clocks that begin below this are taken as they are. */
    static final int NEAR_ZERO = 10_000;
    /** The beginning of other clocks, so that a second track that begins a little earlier fits. */
    static final int START = 1_000;

    private static final int DEFAULT_STEP = 20;

    private final Track audio = new Track();
    private final Track video = new Track();
    private boolean begun;
    private boolean resuming;
    private long reference;
    private long epochOffset;
    private long head;

    /** The next publisher has another clock; the log goes on where it is. */
    void resume() {
        if (begun) {
            resuming = true;
        }
    }

    /** The log time of the newest media message. */
    long head() {
        return head;
    }

    /** The log time of a media message. */
    long repair(boolean isVideo, int timestamp) {
        Track track = isVideo ? video : audio;
        long input = unwrap(track, timestamp);
        if (!begun || resuming) {
            begin(input);
        }
        long output = track.place(input);
        if (output == Track.NO_PLACE) {
            epochOffset = track.resumption() - input;
            output = track.adopt(input);
        }
        reference = input;
        head = Math.max(head, output);
        return output;
    }

    private void begin(long input) {
        if (!begun) {
            epochOffset = input >= 0 && input <= NEAR_ZERO ? 0 : START - input;
        } else {
            epochOffset = head + DEFAULT_STEP - input;
        }
        begun = true;
        resuming = false;
        audio.offset = epochOffset;
        video.offset = epochOffset;
    }

    private long unwrap(Track track, int timestamp) {
        if (!begun || resuming) {
            return Integer.toUnsignedLong(timestamp);
        }
        long near = track.seen ? track.lastInput : reference;
        return near + (timestamp - (int) near);
    }

    private final class Track {
        static final long NO_PLACE = Long.MIN_VALUE;

        private boolean seen;
        private long offset;
        private long lastInput;
        private long lastOutput;
        private long lastStep = DEFAULT_STEP;

        long place(long input) {
            if (fits(input + offset)) {
                return advance(input);
            }
            if (offset != epochOffset && fits(input + epochOffset)) {
                return adopt(input);
            }
            return NO_PLACE;
        }

        /** A track that was silent for long fits where the other one is. */
        private boolean fits(long output) {
            return seen
                    ? output >= lastOutput - MAX_JITTER && output <= Math.max(lastOutput, head) + MAX_GAP
                    : Math.abs(output - head) <= MAX_GAP || isFirst();
        }

        private boolean isFirst() {
            return !audio.seen && !video.seen;
        }

        /** The time at which this track goes on when its clock says nothing. */
        long resumption() {
            return seen && head - lastOutput <= MAX_GAP ? lastOutput + lastStep : head;
        }

        long adopt(long input) {
            offset = epochOffset;
            return advance(input);
        }

        private long advance(long input) {
            long output = Math.max(input + offset, seen ? lastOutput : 0);
            if (seen && output > lastOutput) {
                lastStep = Math.min(output - lastOutput, 100);
            }
            seen = true;
            lastInput = input;
            lastOutput = output;
            return output;
        }
    }
}
