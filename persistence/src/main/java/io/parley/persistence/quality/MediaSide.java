package io.parley.persistence.quality;

/** Which way media flows. Stored by name: never rename one. */
public enum MediaSide {
    PUBLISH,
    PLAY
}
