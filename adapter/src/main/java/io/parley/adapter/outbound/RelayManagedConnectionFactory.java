package io.parley.adapter.outbound;

import io.parley.adapter.RelayResourceAdapter;
import io.parley.adapter.api.RelayConnection;
import io.parley.adapter.api.RelayConnectionFactory;
import io.parley.adapter.inbound.StreamInflow;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** Makes the handles by which services command the relay of this server. All are alike. */
@ConnectionDefinition(
        connectionFactory = RelayConnectionFactory.class,
        connectionFactoryImpl = RelayConnectionFactoryImpl.class,
        connection = RelayConnection.class,
        connectionImpl = RelayConnectionImpl.class)
public class RelayManagedConnectionFactory implements ManagedConnectionFactory, ResourceAdapterAssociation {

    private static final long serialVersionUID = 1L;

    private @Nullable RelayResourceAdapter adapter;
    private transient @Nullable PrintWriter logWriter;

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        return new RelayConnectionFactoryImpl(this, manager);
    }

    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new ResourceException("the relay is used inside a server only");
    }

    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info) {
        return new RelayManagedConnection(this);
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public @Nullable ManagedConnection matchManagedConnections(
            Set connections, @Nullable Subject subject, @Nullable ConnectionRequestInfo info) {
        return ((Set<Object>) connections)
                .stream()
                        .filter(RelayManagedConnection.class::isInstance)
                        .map(ManagedConnection.class::cast)
                        .findFirst()
                        .orElse(null);
    }

    StreamInflow relay() throws ResourceException {
        RelayResourceAdapter running = adapter;
        if (running == null) {
            throw new ResourceException("not associated with a resource adapter");
        }
        return running.running();
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter resourceAdapter) {
        adapter = (RelayResourceAdapter) resourceAdapter;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RelayManagedConnectionFactory;
    }

    @Override
    public int hashCode() {
        return RelayManagedConnectionFactory.class.hashCode();
    }
}
