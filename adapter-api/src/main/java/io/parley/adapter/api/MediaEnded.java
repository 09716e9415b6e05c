package io.parley.adapter.api;

import java.io.Serializable;

/**
 * An accepted publication or playback is over.
 *
 * @param id as the listener had returned it
 * @param cause what ended it
 * @param bytes media bytes received from the publisher or handed to the player
 * @param durationMs by a monotonic clock, milliseconds
 */
public record MediaEnded(long id, Cause cause, long bytes, long durationMs) implements Serializable {

    /** What the relay saw. */
    public enum Cause {
        CLIENT,
        CONNECTION_LOST,
        DEAD_PEER,
        COMMANDED,
        REPLACED,
        TOO_SLOW,
        STREAM_ENDED,
        PROTOCOL_ERROR,
        LIMIT_EXCEEDED,
        SHUTDOWN
    }
}
