package io.parley.relay.gate;

/**
 * The end of an accepted publication or playback.
 *
 * @param id as given to {@link GateReply#accept}
 * @param cause the first cause seen
 * @param bytes media payload bytes received from the publisher or handed to the player's socket
 * @param durationMs from acceptance to the client's last sign of life, by a monotonic clock, in milliseconds; a lost publisher is
 *     reported some time after that, when it has not come back
 * @param videoFrames without sequence headers
 * @param audioGapMs of a publication, time in gaps of more than 200 ms between audio, until the last sign of life
 * @param videoGapMs the same of more than 500 ms between video
 */
public record MediaEnd(
        long id, EndCause cause, long bytes, long durationMs, long videoFrames, long audioGapMs, long videoGapMs) {}
