package io.parley.persistence.audit;

/** Why a stay, a publication, a playback or a room's life ended. Stored by name: never rename one. */
public enum EndReason {
    /** The user logged out. */
    LOGOUT,
    /** The connection was away for longer than the grace. */
    CONNECTION_LOST,
    /** The same userID logged in again. */
    REPLACED_BY_LOGIN,
    /** An administrator or the customer's server ended the stay. */
    KICKED,
    /** The room was closed for everybody. */
    ROOM_CLOSED,
    /** The last user left: a room's normal end. */
    EMPTY,
    /** The server died; the end is known only within an interval. */
    NODE_LOST,
    /** The server was stopped. */
    NODE_STOPPED,
    /** The publisher said it stops. */
    PUBLISHER_STOPPED,
    /** The publisher's user asked for it over signalling. */
    UNPUBLISHED,
    /** The same user published the stream again, from a newer connection. */
    TAKEN_OVER,
    /** The player said it stops. */
    PLAYER_STOPPED,
    /** What was played has ended. */
    STREAM_ENDED,
    /** The media connection broke. */
    MEDIA_CONNECTION_LOST,
    /** Nothing was heard of the media client for too long. */
    MEDIA_TIMEOUT,
    /** The player fell too far behind. */
    TOO_SLOW,
    /** The media client broke the protocol. */
    PROTOCOL_ERROR,
    /** The media client sent more messages or bytes in a time than it may. */
    LIMIT_EXCEEDED,
    /** The user's stay ended, and all media with it. */
    STAY_ENDED,
    /** The media device's last connection ended. */
    DEVICE_DISCONNECTED,
    /** The client was gone before its login was answered. */
    ABANDONED,
    /** An administrator ended the stream. */
    STREAM_STOPPED,
    /** A ban came over the user. */
    BANNED,
    /** The call had lasted as long as the app allows. */
    ROOM_TIME_UP,
    /** The token in force ended, and the app ends stays with it. */
    TOKEN_EXPIRED
}
