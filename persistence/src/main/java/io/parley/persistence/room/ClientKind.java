package io.parley.persistence.room;

/** What a user came with. */
public enum ClientKind {
    MINI_PROGRAM,
    BROWSER,
    NODE,
    /** An encoder, camera, recorder or load tool that came by a media URL, without signalling. */
    DEVICE,
    OTHER
}
