package io.parley.adapter.api;

import jakarta.resource.ResourceException;

/**
 * Commands to the media relay. They act at once and take no part in the transaction: use them after the commit that justifies them.
 */
public interface RelayConnection extends AutoCloseable {

    /** Cuts a publisher off. Unknown ids are ignored: they have ended already. */
    void closePublication(long publicationId) throws ResourceException;

    /** Cuts a player off. Unknown ids are ignored: they have ended already. */
    void closePlayback(long playbackId) throws ResourceException;

    @Override
    void close();
}
