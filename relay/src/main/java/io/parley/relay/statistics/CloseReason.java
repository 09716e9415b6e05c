package io.parley.relay.statistics;

import io.parley.relay.config.RelaySetting;

/**
 * The reason for which a connection was closed, as {@link ConnectionCounters} tells them apart. Only the first reason of each counts. Where a limit was
 * reached, that is the newcomer or the half-open connection that gave way to it.
 */
public enum CloseReason {
    /** The gate had been asked: what became of the publication or playback is the gate's to know. */
    SERVED,
    /** Closed by the client, or answered without a question to the gate: a HEAD, a wrong path. */
    NOTHING_WANTED,
    /** No question to the gate within {@link RelaySetting#HANDSHAKE_DEADLINE_MS}, at first or after the last one was settled. */
    DEADLINE,
    /** There were {@link RelaySetting#MAX_CONNECTIONS}. */
    TOO_MANY,
    /** There were {@link RelaySetting#MAX_HALF_OPEN}. */
    TOO_MANY_HALF_OPEN,
    /** There were {@link RelaySetting#CONNECTIONS_PER_ADDRESS}. */
    TOO_MANY_OF_ADDRESS,
    /** There were {@link RelaySetting#HALF_OPEN_PER_ADDRESS}. */
    TOO_MANY_HALF_OPEN_OF_ADDRESS,
    /** The first byte of encrypted RTMP, which is not spoken here. */
    RTMPE,
    /** A first byte of nothing that is spoken here. */
    UNKNOWN_PROTOCOL,
    /** The first byte of TLS, where there is no certificate. */
    NO_TLS,
    /** The TLS handshake was broken off, by either side. */
    TLS_FAILED,
    /** A PROXY header from a peer that is not trusted with it. */
    PROXY_NOT_ALLOWED,
    /** A PROXY header that makes no sense, or ends too early. */
    PROXY_BROKEN,
    /** The client broke RTMP or a limit on what it may send there. */
    PROTOCOL_ERROR,
    /** More messages or bytes in a time than may be. */
    TOO_FAST,
    /** The relay stops. */
    SHUTDOWN
}
