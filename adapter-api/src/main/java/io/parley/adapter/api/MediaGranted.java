package io.parley.adapter.api;

import java.io.Serializable;

/**
 * A client may publish or play, once the transaction has committed.
 *
 * @param id the publication or playback, by which the end will be reported
 * @param owner the stay that publishes the stream: a player gets this publisher's media and nobody else's
 * @param start how a player starts
 * @param record whether a publication is written to disk
 */
public record MediaGranted(long id, long owner, MediaStart start, boolean record) implements Serializable {}
