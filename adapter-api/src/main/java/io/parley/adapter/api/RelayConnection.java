package io.parley.adapter.api;

import jakarta.resource.ResourceException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands to the media relay. They act at once and take no part in the transaction: use them after the commit that justifies them.
 */
public interface RelayConnection extends AutoCloseable {

    /** Cuts a publisher off. Unknown ids are ignored: they have ended already. */
    void closePublication(long publicationId) throws ResourceException;

    /** Cuts a player off. Unknown ids are ignored: they have ended already. */
    void closePlayback(long playbackId) throws ResourceException;

    /** The directory of recordings; null when there is none. */
    @Nullable
    Path recordings() throws ResourceException;

    /** Figures of the relay. */
    MediaStatistics totals() throws ResourceException;

    /** Figures of each publication. */
    List<PublicationStatistics> publications() throws ResourceException;

    /** Figures of each playback. */
    List<PlaybackStatistics> playbacks() throws ResourceException;

    /**
     * Lets media clients go: no new one is accepted, encoders that know how are asked to connect anew, and after the time all are
     * ended. There is no way back but a restart. Returns at once.
     *
     * @param patienceMs milliseconds
     */
    void drain(int patienceMs) throws ResourceException;

    @Override
    void close();
}
