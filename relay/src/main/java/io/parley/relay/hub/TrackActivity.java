package io.parley.relay.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The tracks that a stream has had, and when each was heard last, in the log's time. Written under the stream's lock, read by any thread. */
final class TrackActivity {

    /**
     * Time that one track goes on without the other one until that is taken for stopped, in milliseconds. Slow video of a still screen has shorter
     * pauses; and whoever joins after that begins with the track that is there.
     */
    static final int STOPPED_AFTER = 2_000;

    private static final VarHandle AUDIO_AT;
    private static final VarHandle VIDEO_AT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            AUDIO_AT = lookup.findVarHandle(TrackActivity.class, "audioAt", int.class);
            VIDEO_AT = lookup.findVarHandle(TrackActivity.class, "videoAt", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean hasAudio;
    private volatile boolean hasVideo;
    private volatile int firstTimestamp;
    private int audioAt;
    private int videoAt;
    /** Stopped, and its header was not repeated since. */
    private boolean audioStopped;

    private boolean videoStopped;

    /**
     * Takes note of a message of audio or video.
     *
     * @return true when its track had stopped, so that those who joined meanwhile need its sequence header first
     */
    boolean heard(MediaKind kind, int time) {
        if (!hasAudio && !hasVideo) {
            firstTimestamp = time;
        }
        return kind.isAudio() ? audioHeard(kind, time) : videoHeard(kind, time);
    }

    private boolean audioHeard(MediaKind kind, int time) {
        audioStopped |= hasAudio && videoAt - audioAt > STOPPED_AFTER;
        if (kind == MediaKind.AUDIO) {
            // The same as a plain write on most processors; a volatile one waits for everything that was written
            // before.
            AUDIO_AT.setRelease(this, time);
        }
        if (!hasAudio) {
            hasAudio = true;
        }
        boolean resumes = audioStopped && kind == MediaKind.AUDIO;
        audioStopped &= !resumes;
        return resumes;
    }

    private boolean videoHeard(MediaKind kind, int time) {
        videoStopped |= hasVideo && audioAt - videoAt > STOPPED_AFTER;
        if (kind != MediaKind.VIDEO_HEADER) {
            VIDEO_AT.setRelease(this, time);
        }
        if (!hasVideo) {
            hasVideo = true;
        }
        boolean resumes = videoStopped && kind == MediaKind.VIDEO_KEY;
        videoStopped &= !resumes;
        return resumes;
    }

    /**
     * Takes note of a header that players get. One that says the same as before is not among them: encoders repeat theirs, also of a track
     * that is silent.
     */
    void headerAppended(MediaKind kind, int time) {
        if (kind == MediaKind.AUDIO_HEADER) {
            AUDIO_AT.setRelease(this, time);
            audioStopped = false;
        } else if (kind == MediaKind.VIDEO_HEADER) {
            VIDEO_AT.setRelease(this, time);
            videoStopped = false;
        }
    }

    /** True when there ever was audio. */
    boolean hasAudio() {
        return hasAudio;
    }

    /** True when there ever was video. */
    boolean hasVideo() {
        return hasVideo;
    }

    /** True when there is audio and it has not stopped. */
    boolean isAudioHeard() {
        return hasAudio && (int) VIDEO_AT.getAcquire(this) - (int) AUDIO_AT.getAcquire(this) <= STOPPED_AFTER;
    }

    /** True when there is video and it has not stopped. */
    boolean isVideoHeard() {
        return hasVideo && (int) AUDIO_AT.getAcquire(this) - (int) VIDEO_AT.getAcquire(this) <= STOPPED_AFTER;
    }

    /** The time of the first message. */
    int firstTimestamp() {
        return firstTimestamp;
    }
}
