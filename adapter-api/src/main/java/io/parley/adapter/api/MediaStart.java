package io.parley.adapter.api;

/** First media for a player that joins a running stream and has not asked for another start. */
public enum MediaStart {
    /** Nothing old: audio at once, video from the next key frame on. */
    EDGE,
    /** A picture at once and no delay: the video since the last key frame pressed together. */
    FAST,
    /** Everything since the last key frame as it was: a picture at once, and that much behind from then on. */
    SMOOTH
}
