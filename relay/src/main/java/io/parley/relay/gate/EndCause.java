package io.parley.relay.gate;

import io.parley.relay.config.RelaySetting;

/** The cause that ended a publication or a playback. */
public enum EndCause {
    /** The client said goodbye: deleteStream, closeStream, FCUnpublish, WebSocket close. */
    CLIENT,
    /** The connection broke or was closed without a goodbye, and a publisher did not come back in time. */
    CONNECTION_LOST,
    /** Nothing was heard for {@link RelaySetting#DEAD_PEER_MS}. */
    DEAD_PEER,
    /** {@link RelayServer#closePublication} or {@link RelayServer#closePlayback} was called. */
    COMMANDED,
    /** The gate accepted a newer publisher for the same stream key. */
    REPLACED,
    /** The player fell behind the hard bound of media age. */
    TOO_SLOW,
    /** The stream that was played has ended. */
    STREAM_ENDED,
    /** The client broke the protocol. */
    PROTOCOL_ERROR,
    /** The client sent more messages or bytes in a time than it may. */
    LIMIT_EXCEEDED,
    /** The relay stops. */
    SHUTDOWN
}
