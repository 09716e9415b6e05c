package io.parley.bench.load;

/** Measurements of one player. */
final class LoadPlayer {

    /** Frame numbers that differ by more than this run backwards. */
    private static final int HALF = 1 << 30;

    private static final long STALE_NANOS = 1_000_000_000;

    private final PlayerMeasurements measurements;
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
    private long lastAudioAt;
    private boolean isPlaying;
    private boolean hasPicture;
    private boolean isStalled;
    private boolean isLossy;

    /**
     * @param stream number of the stream it plays
     * @param isSlow whether it will be stopped on purpose: then it does not count as an ordinary player
     */
    LoadPlayer(PlayerMeasurements measurements, int stream, boolean isSlow) {
        this.measurements = measurements;
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

    /** Time from reading again until its picture was less than a second old, in nanoseconds, or -1 while it is not. */
    long catchUpNanos() {
        return caughtUpAt == 0 ? -1 : caughtUpAt - resumedAt;
    }

    /** True when it has seen a frame since then. */
    boolean sawSince(long time) {
        return lastVideoAt - time > 0;
    }

    /** Looks whether the picture stands still at the end of the window. */
    void windowEnds(long now) {
        if (!isSlow) {
            measurements.pictureCame(now - Math.max(lastVideoAt, measurements.openedAt));
            measurements.soundCame(now - Math.max(lastAudioAt, measurements.openedAt));
        }
        if (isPlaying && !isSlow && now - Math.max(lastVideoAt, measurements.openedAt) > measurements.stallNanos) {
            isStalled = true;
        }
    }

    void media(int type, int timestamp, byte[] bytes, int length, long now) {
        if (!isPlaying && !Clip.isConfig(type, bytes, length)) {
            isPlaying = true;
            measurements.playing++;
            PlayerMeasurements.record(measurements.firstMedia, now - openedAt);
        }
        if (measurements.open) {
            measurements.messages++;
        }
        if (type == Clip.VIDEO) {
            if (Clip.isAvcFrame(bytes, length)) {
                video(timestamp, bytes, length, now);
            }
        } else {
            if (measurements.open && !isSlow) {
                measurements.soundCame(now - Math.max(lastAudioAt, measurements.openedAt));
            }
            lastAudioAt = now;
            audio(bytes, length, now);
        }
    }

    private void video(int timestamp, byte[] bytes, int length, long now) {
        int stamp = FrameStamp.find(bytes, Math.min(length, MessageSink.HEAD));
        long sent = stamp < 0 ? 0 : FrameStamp.nanos(bytes, stamp);
        if (stamp >= 0) {
            stamped(FrameStamp.frame(bytes, stamp), FrameStamp.stream(bytes, stamp), sent, now);
        }
        if (Clip.isKeyFrame(bytes) && !hasPicture) {
            hasPicture = true;
            PlayerMeasurements.record(measurements.firstPicture, now - openedAt);
            if (stamp >= 0) {
                PlayerMeasurements.record(measurements.pictureAge, now - sent);
            }
        }
        if (measurements.open) {
            measurements.video++;
            measurements.unstamped += stamp < 0 ? 1 : 0;
            if (lastVideoAt != 0) {
                measurements.backwards += timestamp - lastTimestamp < 0 ? 1 : 0;
                gap(now - Math.max(lastVideoAt, measurements.openedAt));
            }
        }
        lastVideoAt = now;
        lastTimestamp = timestamp;
    }

    private void gap(long nanos) {
        if (!isSlow) {
            PlayerMeasurements.record(measurements.gap, nanos);
            measurements.pictureCame(nanos);
            isStalled |= nanos > measurements.stallNanos;
        }
    }

    private void stamped(int frame, int ofStream, long sent, long now) {
        if (measurements.open) {
            measurements.mixed += ofStream == stream ? 0 : 1;
            if (lastFrame >= 0) {
                follow(frame - lastFrame);
            }
            // older frames are what the server keeps for those who join; they tell nothing of its haste
            if (sent >= askedAt && !isSlow) {
                PlayerMeasurements.record(measurements.latency, now - sent);
            }
            if (resumedAt != 0) {
                afterStop(now - sent, now);
            }
        }
        lastFrame = frame;
    }

    private void follow(int step) {
        if (step <= 0 || step > HALF) {
            measurements.duplicate++;
        } else if (step > 1) {
            isLossy = true;
            if (isSlow) {
                measurements.slowLost += step - 1;
            } else {
                measurements.lost += step - 1;
            }
        }
    }

    private void afterStop(long age, long now) {
        PlayerMeasurements.record(measurements.slowAge, age);
        if (age > STALE_NANOS) {
            measurements.staleFrames++;
            caughtUpAt = 0;
        } else if (caughtUpAt == 0) {
            caughtUpAt = now;
        }
    }

    private void audio(byte[] bytes, int length, long now) {
        if (measurements.open) {
            measurements.audio++;
        }
        int stamp = length - FrameStamp.BYTES;
        if (length > MessageSink.HEAD || !FrameStamp.isAt(bytes, stamp, length)) {
            return;
        }
        int frame = FrameStamp.frame(bytes, stamp);
        long sent = FrameStamp.nanos(bytes, stamp);
        if (measurements.open && !isSlow) {
            if (sent >= askedAt) {
                PlayerMeasurements.record(measurements.audioLatency, now - sent);
            }
            int step = frame - lastAudioFrame;
            measurements.lostAudio += lastAudioFrame >= 0 && step > 1 && step < HALF ? step - 1 : 0;
        }
        lastAudioFrame = frame;
    }
}
