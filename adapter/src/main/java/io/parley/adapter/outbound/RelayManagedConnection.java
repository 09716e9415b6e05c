package io.parley.adapter.outbound;

import io.parley.adapter.inbound.StreamInflow;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** A pooled way to the relay. It holds nothing: the relay is in this process. */
public class RelayManagedConnection implements ManagedConnection {

    private final RelayManagedConnectionFactory factory;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable RelayConnectionImpl handle;
    private @Nullable PrintWriter logWriter;

    RelayManagedConnection(RelayManagedConnectionFactory factory) {
        this.factory = factory;
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info) {
        RelayConnectionImpl connection = new RelayConnectionImpl(this);
        handle = connection;
        return connection;
    }

    @Override
    public void associateConnection(Object connection) {
        RelayConnectionImpl moved = (RelayConnectionImpl) connection;
        moved.moveTo(this);
        handle = moved;
    }

    StreamInflow relay() throws ResourceException {
        return factory.relay();
    }

    void closed(RelayConnectionImpl connection) {
        ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(connection);
        listeners.forEach(listener -> listener.connectionClosed(event));
    }

    @Override
    public void cleanup() {
        RelayConnectionImpl connection = handle;
        if (connection != null) {
            connection.invalidate();
        }
        handle = null;
    }

    @Override
    public void destroy() {
        cleanup();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws ResourceException {
        throw new NotSupportedException("commands to the relay take no part in transactions");
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        throw new NotSupportedException("commands to the relay take no part in transactions");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new RelayMetaData();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    /** Metadata of the relay for the server's tools. */
    private static final class RelayMetaData implements ManagedConnectionMetaData {

        @Override
        public String getEISProductName() {
            return "Parley media relay";
        }

        @Override
        public String getEISProductVersion() {
            return "0.1";
        }

        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public String getUserName() {
            return "";
        }
    }
}
