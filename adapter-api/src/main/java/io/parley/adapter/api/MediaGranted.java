package io.parley.adapter.api;

import java.io.Serializable;

/**
 * A client may publish or play, once the transaction has committed.
 *
 * @param id the publication or playback, by which the end will be reported
 * @param owner the stay that publishes the stream: a player gets this publisher's media and no other's
 * @param start the beginning of a playback
 * @param record true when a publication is written to disk
 */
public record MediaGranted(long id, long owner, MediaStart start, boolean record) implements Serializable {}
