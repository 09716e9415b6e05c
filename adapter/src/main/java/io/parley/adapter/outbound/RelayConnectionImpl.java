package io.parley.adapter.outbound;

import io.parley.adapter.api.RelayConnection;
import jakarta.resource.ResourceException;
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
