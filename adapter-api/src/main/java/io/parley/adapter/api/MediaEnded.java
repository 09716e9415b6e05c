package io.parley.adapter.api;

import java.io.Serializable;

/**
 * An accepted publication or playback is over.
 *
 * @param id as the listener had returned it
 * @param cause the cause of the end
 * @param bytes media bytes received from the publisher or handed to the player
 * @param durationMs by a monotonic clock, milliseconds
 * @param videoFrames without sequence headers
 * @param audioGapMs of a publication, time in gaps of more than 200 ms between audio, until the last sign of life
 * @param videoGapMs the same of more than 500 ms between video
 */
public record MediaEnded(
        long id, Cause cause, long bytes, long durationMs, long videoFrames, long audioGapMs, long videoGapMs)
        implements Serializable {

    /** The cause as the relay saw it. */
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
