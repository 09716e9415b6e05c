package io.parley.adapter;

import io.parley.adapter.inbound.StreamActivation;
import io.parley.adapter.inbound.StreamActivationSpec;
import io.parley.adapter.inbound.StreamInflow;
import io.parley.adapter.log.AdapterLogger;
import io.parley.relay.RelayServer;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.io.Serializable;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The media relay as a resource adapter. It listens from start to stop; while no endpoint is active every client is refused.
 * Outbound commands are not transactional, and inbound deliveries prove their commit by a synchronization, so nothing here is XA.
 */
@Connector(
        displayName = "Parley media relay",
        vendorName = "Parley",
        eisType = "RTMP",
        version = "0.1",
        transactionSupport = TransactionSupport.TransactionSupportLevel.NoTransaction)
public class RelayResourceAdapter implements ResourceAdapter, Serializable {

    private static final long serialVersionUID = 1L;
    private static final AdapterLogger LOG = AdapterLogger.of(RelayResourceAdapter.class);

    private transient @Nullable RelayServer relay;
    private transient @Nullable StreamInflow inflow;

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        MediaSettings settings = new MediaSettings(System.getProperties(), System.getenv());
        try {
            RelayConfig config = settings.applyTo(RelayConfig.forCalls(settings.host(), settings.port()));
            StreamInflow toApplication = new StreamInflow(context, deliveries(config));
            RelayServer server = RelayServer.start(config, toApplication);
            toApplication.attach(server);
            relay = server;
            inflow = toApplication;
            LOG.mediaPortOpen(server.port(), server.transport());
        } catch (IllegalArgumentException e) {
            throw new ResourceAdapterInternalException(
                    "PARLEY3006 media setting parley.media." + e.getMessage()
                            + "; see docs/operations/configuration.md",
                    e);
        } catch (IOException e) {
            throw new ResourceAdapterInternalException(
                    "PARLEY3002 media port " + settings.port() + " cannot be opened: " + e.getMessage()
                            + ". Is another server running? Choose another one by PARLEY_MEDIA_PORT.",
                    e);
        }
    }

    private static int deliveries(RelayConfig config) {
        int wanted = config.get(RelaySetting.DELIVERIES);
        // A few more than cores: one that waits for a lock in the database does not hold up the others.
        return wanted > 0 ? wanted : Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    }

    @Override
    public void stop() {
        StreamInflow toApplication = inflow;
        if (toApplication != null) {
            toApplication.close();
        }
        RelayServer server = relay;
        if (server != null) {
            server.close();
        }
        relay = null;
        inflow = null;
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        running().activate(new StreamActivation(factory, (StreamActivationSpec) spec));
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        StreamInflow toApplication = inflow;
        if (toApplication != null) {
            toApplication.deactivate(factory);
        }
    }

    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) {
        return null;
    }

    /** For outbound connections. */
    public StreamInflow running() throws ResourceException {
        StreamInflow toApplication = inflow;
        if (toApplication == null) {
            throw new ResourceException("PARLEY3003 media adapter is not running");
        }
        return toApplication;
    }

    /** There is nothing in which two could differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RelayResourceAdapter;
    }

    @Override
    public int hashCode() {
        return RelayResourceAdapter.class.hashCode();
    }
}
