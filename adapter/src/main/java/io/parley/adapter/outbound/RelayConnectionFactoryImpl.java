package io.parley.adapter.outbound;

import io.parley.adapter.api.RelayConnection;
import io.parley.adapter.api.RelayConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/** The connection factory bound in JNDI. */
public class RelayConnectionFactoryImpl implements RelayConnectionFactory {

    private static final long serialVersionUID = 1L;

    private final RelayManagedConnectionFactory factory;
    private final ConnectionManager manager;
    private @Nullable Reference reference;

    public RelayConnectionFactoryImpl(RelayManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    @SuppressWarnings("NullAway") // the contract has no request info to pass
    public RelayConnection getConnection() throws ResourceException {
        return (RelayConnection) manager.allocateConnection(factory, null);
    }

    @Override
    public @Nullable Reference getReference() throws NamingException {
        return reference;
    }

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }
}
