package io.parley.ejb.stream;

import io.parley.adapter.api.RelayConnection;
import io.parley.adapter.api.RelayConnectionFactory;
import io.parley.ejb.room.Committed;
import io.parley.ejb.room.MediaCut;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.resource.ResourceException;
import java.util.concurrent.RejectedExecutionException;

/** Commands the relay, after the commit that justifies it and on a thread of its own. */
@ApplicationScoped
public class RelayControl {

    private static final System.Logger LOG = System.getLogger(RelayControl.class.getName());

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService executor;

    @Resource(lookup = "java:/eis/ParleyRelay")
    @SuppressWarnings("NullAway.Init")
    private RelayConnectionFactory relay;

    void cutLater(@Observes @Committed MediaCut cut) {
        try {
            executor.execute(() -> cut(cut));
        } catch (RejectedExecutionException e) {
            // The server stops, and the relay ends everything by itself.
            LOG.log(System.Logger.Level.DEBUG, "PARLEY1031 not cut: {0}", e);
        }
    }

    private void cut(MediaCut cut) {
        try (RelayConnection connection = relay.getConnection()) {
            for (long publication : cut.publications()) {
                connection.closePublication(publication);
            }
            for (long playback : cut.playbacks()) {
                connection.closePlayback(playback);
            }
        } catch (ResourceException e) {
            // The relay is stopping: it ends everything by itself.
            LOG.log(System.Logger.Level.WARNING, "PARLEY1030 media not cut: " + e);
        }
    }
}
