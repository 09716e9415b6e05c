package io.parley.adapter.outbound;

import io.parley.adapter.api.MediaStatistics;
import io.parley.adapter.api.PlaybackStatistics;
import io.parley.adapter.api.PublicationStatistics;
import io.parley.adapter.api.RelayConnection;
import io.parley.relay.RelayServer;
import jakarta.resource.ResourceException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handle an application holds; works until it is closed. */
public class RelayConnectionImpl implements RelayConnection {

    private @Nullable RelayManagedConnection managed;

    RelayConnectionImpl(RelayManagedConnection managed) {
        this.managed = managed;
    }

    @Override
    public void closePublication(long publicationId) throws ResourceException {
        open().relay().closePublication(publicationId);
    }

    @Override
    public void closePlayback(long playbackId) throws ResourceException {
        open().relay().closePlayback(playbackId);
    }

    @Override
    public @Nullable Path recordings() throws ResourceException {
        return server().recordings();
    }

    @Override
    public MediaStatistics totals() throws ResourceException {
        return StatisticsMapper.totals(server());
    }

    @Override
    public List<PublicationStatistics> publications() throws ResourceException {
        return StatisticsMapper.publications(server());
    }

    @Override
    public List<PlaybackStatistics> playbacks() throws ResourceException {
        return StatisticsMapper.playbacks(server());
    }

    @Override
    public void drain(int patienceMs) throws ResourceException {
        RelayServer server = server();
        // It blocks until all have gone. A thread that only waits is not worth one of the server's.
        Thread waiting = new Thread(() -> server.drain(patienceMs), "parley-drain");
        waiting.setDaemon(true);
        waiting.start();
    }

    private RelayServer server() throws ResourceException {
        return open().relay().server();
    }

    @Override
    public void close() {
        RelayManagedConnection connection = managed;
        managed = null;
        if (connection != null) {
            connection.closed(this);
        }
    }

    void moveTo(RelayManagedConnection connection) {
        managed = connection;
    }

    void invalidate() {
        managed = null;
    }

    private RelayManagedConnection open() throws ResourceException {
        RelayManagedConnection connection = managed;
        if (connection == null) {
            throw new ResourceException("the connection is closed");
        }
        return connection;
    }
}
