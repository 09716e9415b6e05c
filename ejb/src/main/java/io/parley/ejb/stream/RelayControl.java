package io.parley.ejb.stream;

import io.parley.adapter.api.MediaStatistics;
import io.parley.adapter.api.PlaybackStatistics;
import io.parley.adapter.api.PublicationStatistics;
import io.parley.adapter.api.RelayConnection;
import io.parley.adapter.api.RelayConnectionFactory;
import io.parley.ejb.log.ServiceLogger;
import io.parley.ejb.room.AfterCommit;
import io.parley.ejb.room.MediaClosed;
import io.parley.ejb.room.PublicationReplaced;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.resource.ResourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The application's way to the relay. What is to be cut is cut after the commit that justifies it, on a thread of its own. */
@ApplicationScoped
public class RelayControl {

    private static final ServiceLogger LOG = ServiceLogger.of(RelayControl.class);

    /** The longest time from the commit to the moment the newer publication has the stream. */
    private static final long TAKE_OVER_SECONDS = 2;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService executor;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService scheduler;

    @Resource(lookup = "java:app/env/eis/ParleyRelay")
    @SuppressWarnings("NullAway.Init")
    private RelayConnectionFactory relay;

    void cutLater(@Observes @AfterCommit MediaClosed closed) {
        try {
            executor.execute(() -> cut(closed));
        } catch (RejectedExecutionException e) {
            // The server stops, and the relay ends everything by itself.
            LOG.mediaNotClosedAtStop(e);
        }
    }

    /** By then the newer publication has the stream, or its client has gone and the older one would go on without a record. */
    void cutReplaced(@Observes @AfterCommit PublicationReplaced replaced) {
        MediaClosed closed = new MediaClosed(List.of(replaced.publication()), List.of());
        try {
            scheduler.schedule(() -> cut(closed), TAKE_OVER_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.mediaNotClosedAtStop(e);
        }
    }

    /** The directory of recordings; empty when there is none, or while the relay is not there. */
    public Optional<Path> recordings() {
        return ask(connection -> Optional.ofNullable(connection.recordings()), Optional.empty());
    }

    /** The state of the relay; empty while it is not there. */
    public Optional<MediaStatistics> totals() {
        return ask(connection -> Optional.of(connection.totals()), Optional.empty());
    }

    /** Statistics of each publication. */
    public List<PublicationStatistics> publications() {
        return ask(RelayConnection::publications, List.of());
    }

    /** Statistics of each playback. */
    public List<PlaybackStatistics> playbacks() {
        return ask(RelayConnection::playbacks, List.of());
    }

    /** Lets media clients go and takes no new ones. Returns at once. */
    public void drain(int patienceMs) {
        ask(
                connection -> {
                    connection.drain(patienceMs);
                    return true;
                },
                false);
    }

    private interface Question<T> {
        T put(RelayConnection connection) throws ResourceException;
    }

    private <T> T ask(Question<T> question, T otherwise) {
        try (RelayConnection connection = relay.getConnection()) {
            return question.put(connection);
        } catch (ResourceException e) {
            LOG.relaySilent(e);
            return otherwise;
        }
    }

    private void cut(MediaClosed closed) {
        try (RelayConnection connection = relay.getConnection()) {
            for (long publication : closed.publications()) {
                connection.closePublication(publication);
            }
            for (long playback : closed.playbacks()) {
                connection.closePlayback(playback);
            }
        } catch (ResourceException e) {
            // The relay is stopping: it ends everything by itself.
            LOG.mediaNotClosed(e);
        }
    }
}
