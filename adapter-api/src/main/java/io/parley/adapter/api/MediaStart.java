package io.parley.adapter.api;

/** What a player that joins a running stream gets first, if it has not said what it wants. */
public enum MediaStart {
    /** Nothing old: audio at once, video from the next key frame on. */
    EDGE,
    /** A picture at once and no delay: the video since the last key frame pressed together. */
    FAST,
    /** Everything since the last key frame as it was: a picture at once, and that much behind from then on. */
    SMOOTH
}
