package io.parley.relay;

/**
 * The end of an accepted publication or playback.
 *
 * @param id as given to {@link GateReply#accept}
 * @param cause the first cause seen
 * @param bytes media payload bytes received from the publisher or handed to the player's socket
 * @param durationMs from acceptance to end, by a monotonic clock, in milliseconds
 */
public record MediaEnd(long id, EndCause cause, long bytes, long durationMs) {}
