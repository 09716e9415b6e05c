package io.parley.relay;

/**
 * The end of an accepted publication or playback.
 *
 * @param id as given to {@link GateReply#accept}
 * @param cause the first cause seen
 * @param bytes media payload bytes received from the publisher or handed to the player's socket
 * @param durationMs from acceptance to the client's last sign of life, by a monotonic clock, in milliseconds; a lost publisher is
 *     reported some time after that, when it has not come back
 */
public record MediaEnd(long id, EndCause cause, long bytes, long durationMs) {}
