package io.parley.web.signal;

/**
 * The engine's error codes for the end of a stay or a stream, where no {@link io.parley.persistence.audit.Refusal} has them. The table of all
 * codes is {@code docs/protocol/codes.json}.
 */
enum StateCode {
    STAY_TOKEN_EXPIRED(1002056, "Your token has expired."),
    STAY_LOST(1002057, "The session has ended. Log in again."),
    PUBLISH_INTERRUPTED(1003020, "Publishing broke off; the engine tries again."),
    PUBLISH_CONNECTION_LOST(1003029, "The media connection of the stream is broken."),
    PLAY_INTERRUPTED(1004020, "Playing broke off; the engine tries again.");

    private final int code;
    private final String message;

    StateCode(int code, String message) {
        this.code = code;
        this.message = message;
    }

    int code() {
        return code;
    }

    /** A sentence for people, in English. */
    String message() {
        return message;
    }
}
