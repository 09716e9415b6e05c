package io.parley.persistence.quality;

/** The direction of media. Stored by name: never rename one. */
public enum MediaSide {
    PUBLISH,
    PLAY
}
