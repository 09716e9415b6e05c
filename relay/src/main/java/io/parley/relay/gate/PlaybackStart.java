package io.parley.relay.gate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The beginning of a playback in a stream that runs already. */
public enum PlaybackStart {
    /** Nothing old: audio at once, video from the next key frame on. */
    EDGE,
    /**
     * A picture at once and no delay: the video since the last key frame with its timestamps pressed together, so that the
     * decoder runs through it, then everything as it comes. Streams with reordered frames are played as {@link #SMOOTH}.
     */
    FAST,
    /** Everything since the last key frame as it was: a picture at once, and that much behind from then on. */
    SMOOTH;

    /** As clients and configurations write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its label; null when it is none. */
    public static @Nullable PlaybackStart of(@Nullable String label) {
        for (PlaybackStart mode : values()) {
            if (mode.label().equals(label)) {
                return mode;
            }
        }
        return null;
    }
}
