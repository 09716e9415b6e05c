package io.parley.persistence.room;

/** The kind of a user's client. */
public enum ClientKind {
    MINI_PROGRAM,
    BROWSER,
    NODE,
    /** An encoder, camera, recorder or load tool that came by a media URL, without signalling. */
    DEVICE,
    /** A viewer of a stream from the console: seen in the room and its records, and in nobody's place. */
    CONSOLE,
    OTHER;

    /** Comes with a media address alone and goes with its last connection. */
    public boolean isWithoutSignalling() {
        return this == DEVICE || this == CONSOLE;
    }

    /** Is one of the people for whom the room is there. */
    public boolean isUser() {
        return this != CONSOLE;
    }
}
