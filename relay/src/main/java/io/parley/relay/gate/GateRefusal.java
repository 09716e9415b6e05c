package io.parley.relay.gate;

/** The gate's reasons to refuse; each protocol edge has its own words for it. */
public enum GateRefusal {
    /** Another user publishes this stream: {@code NetStream.Publish.BadName}. */
    IN_USE,
    /** Ticket wrong, expired, revoked or for something else: {@code NetStream.Publish.Denied}, HTTP 403. */
    DENIED,
    /** No such stream to play: {@code NetStream.Play.StreamNotFound}, HTTP 404. */
    NOT_FOUND,
    /** No endpoint is there to decide, or the decision failed or took too long: as {@link #DENIED}, HTTP 503. */
    UNAVAILABLE
}
