package io.parley.persistence.room;

/** What a user came with. */
public enum ClientKind {
    MINI_PROGRAM,
    BROWSER,
    NODE,
    /** An encoder, camera, recorder or load tool that came by a media URL, without signalling. */
    DEVICE,
    /** Whoever looks at a stream from the console: seen in the room and its records, and in nobody's place. */
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
