package io.parley.bench.load;

/** What one player has seen of its stream. */
final class Player {

    /** Frame numbers that differ by more than this run backwards. */
    private static final int HALF = 1 << 30;

    private static final long STALE_NANOS = 1_000_000_000;

    private final Tally tally;
    private final int stream;
    private final boolean isSlow;
    private final long openedAt = System.nanoTime();
    private long askedAt;
    private long lastVideoAt;
    private long resumedAt;
    private long caughtUpAt;
    private int lastFrame = -1;
    private int lastAudioFrame = -1;
    private int lastTimestamp;
    private boolean isPlaying;
    private boolean hasPicture;
    private boolean isStalled;
    private boolean isLossy;

    /**
     * @param stream number of the stream it plays
     * @param isSlow whether it will be stopped on purpose: then it does not count as an ordinary player
     */
    Player(Tally tally, int stream, boolean isSlow) {
        this.tally = tally;
        this.stream = stream;
        this.isSlow = isSlow;
    }

    int stream() {
        return stream;
    }

    boolean isSlow() {
        return isSlow;
    }

    long openedAt() {
        return openedAt;
    }

    boolean isPlaying() {
        return isPlaying;
    }

    boolean hasPicture() {
        return hasPicture;
    }

    boolean isStalled() {
        return isStalled;
    }

    boolean isLossy() {
        return isLossy;
    }

    /** The request to play has been sent. */
    void asked(long now) {
        askedAt = now;
    }

    /** It reads again. */
    void resumed(long now) {
        resumedAt = now;
    }

    /** How long after it read again its picture was less than a second old, in nanoseconds, or -1 while it is not. */
    long catchUpNanos() {
        return caughtUpAt == 0 ? -1 : caughtUpAt - resumedAt;
    }

    /** Whether it has seen a frame since then. */
    boolean sawSince(long time) {
        return lastVideoAt - time > 0;
    }

    /** Looks whether the picture stands still at the end of the window. */
    void windowEnds(long now) {
        if (isPlaying && !isSlow && now - Math.max(lastVideoAt, tally.openedAt) > tally.stallNanos) {
            isStalled = true;
        }
    }

    void media(int type, int timestamp, byte[] bytes, int length, long now) {
        if (!isPlaying && !Film.isConfig(type, bytes, length)) {
            isPlaying = true;
            tally.playing++;
            Tally.record(tally.firstMedia, now - openedAt);
        }
        if (tally.open) {
            tally.messages++;
        }
        if (type == Film.VIDEO) {
            if (Film.isAvcFrame(bytes, length)) {
                video(timestamp, bytes, length, now);
            }
        } else {
            audio(bytes, length, now);
        }
    }

    private void video(int timestamp, byte[] bytes, int length, long now) {
        int stamp = FrameStamp.find(bytes, Math.min(length, MessageSink.HEAD));
        long sent = stamp < 0 ? 0 : FrameStamp.nanos(bytes, stamp);
        if (stamp >= 0) {
            stamped(FrameStamp.frame(bytes, stamp), FrameStamp.stream(bytes, stamp), sent, now);
        }
        if (Film.isKeyFrame(bytes) && !hasPicture) {
            hasPicture = true;
            Tally.record(tally.firstPicture, now - openedAt);
            if (stamp >= 0) {
                Tally.record(tally.pictureAge, now - sent);
            }
        }
        if (tally.open) {
            tally.video++;
            tally.unstamped += stamp < 0 ? 1 : 0;
            if (lastVideoAt != 0) {
                tally.backwards += timestamp - lastTimestamp < 0 ? 1 : 0;
                gap(now - Math.max(lastVideoAt, tally.openedAt));
            }
        }
        lastVideoAt = now;
        lastTimestamp = timestamp;
    }

    private void gap(long nanos) {
        if (!isSlow) {
            Tally.record(tally.gap, nanos);
            isStalled |= nanos > tally.stallNanos;
        }
    }

    private void stamped(int frame, int ofStream, long sent, long now) {
        if (tally.open) {
            tally.mixed += ofStream == stream ? 0 : 1;
            if (lastFrame >= 0) {
                follow(frame - lastFrame);
            }
            // older frames are what the server keeps for those who join; they tell nothing of its haste
            if (sent >= askedAt && !isSlow) {
                Tally.record(tally.latency, now - sent);
            }
            if (resumedAt != 0) {
                afterStop(now - sent, now);
            }
        }
        lastFrame = frame;
    }

    private void follow(int step) {
        if (step <= 0 || step > HALF) {
            tally.duplicate++;
        } else if (step > 1) {
            isLossy = true;
            if (isSlow) {
                tally.slowLost += step - 1;
            } else {
                tally.lost += step - 1;
            }
        }
    }

    private void afterStop(long age, long now) {
        Tally.record(tally.slowAge, age);
        if (age > STALE_NANOS) {
            tally.staleFrames++;
            caughtUpAt = 0;
        } else if (caughtUpAt == 0) {
            caughtUpAt = now;
        }
    }

    private void audio(byte[] bytes, int length, long now) {
        if (tally.open) {
            tally.audio++;
        }
        int stamp = length - FrameStamp.BYTES;
        if (length > MessageSink.HEAD || !FrameStamp.isAt(bytes, stamp, length)) {
            return;
        }
        int frame = FrameStamp.frame(bytes, stamp);
        long sent = FrameStamp.nanos(bytes, stamp);
        if (tally.open && !isSlow) {
            if (sent >= askedAt) {
                Tally.record(tally.audioLatency, now - sent);
            }
            int step = frame - lastAudioFrame;
            tally.lostAudio += lastAudioFrame >= 0 && step > 1 && step < HALF ? step - 1 : 0;
        }
        lastAudioFrame = frame;
    }
}
