package io.parley.persistence.audit;

/**
 * Why a stay, a publication, a playback or a room's life ended, each with a sentence for people. Stored by name: never rename one.
 */
public enum EndReason {
    LOGOUT("The user logged out."),
    CONNECTION_LOST("The connection was away for longer than the grace."),
    REPLACED_BY_LOGIN("The same userID logged in again."),
    KICKED("An administrator or the customer's server ended the stay."),
    ROOM_CLOSED("The room was closed for everybody."),
    EMPTY("The last user left: a room's normal end."),
    NODE_LOST("The server died; the end is known only within an interval."),
    NODE_STOPPED("The server was stopped."),
    PUBLISHER_STOPPED("The publisher said it stops."),
    UNPUBLISHED("The publisher's user asked for it over signalling."),
    TAKEN_OVER("A newer connection of the same user took its place: the stream was published or played again."),
    PLAYER_STOPPED("The player said it stops."),
    STREAM_ENDED("What was played has ended."),
    MEDIA_CONNECTION_LOST("The media connection broke."),
    MEDIA_TIMEOUT("Nothing was heard of the media client for too long."),
    TOO_SLOW("The player fell too far behind."),
    PROTOCOL_ERROR("The media client broke the protocol."),
    LIMIT_EXCEEDED("The media client sent more messages or bytes in a time than it may."),
    STAY_ENDED("The user's stay ended, and all media with it."),
    DEVICE_DISCONNECTED("The media device's last connection ended."),
    ABANDONED("The client was gone before its login was answered."),
    STREAM_STOPPED("An administrator ended the stream."),
    BANNED("A ban came over the user."),
    ROOM_TIME_UP("The call had lasted as long as the app allows."),
    TOKEN_EXPIRED("The token in force ended, and the app ends stays with it.");

    private final String message;

    EndReason(String message) {
        this.message = message;
    }

    /** A sentence in English, without names or secrets. */
    public String message() {
        return message;
    }
}
