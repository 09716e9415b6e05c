package io.parley.ejb.cluster;

import io.parley.ejb.admin.FirstAccount;
import io.parley.persistence.node.NodeStatus;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Begins the server's incarnation when the application starts and ends it when it stops. */
@Singleton
@Startup
@DependsOn("NodeLease") // so that the lease outlives this bean and can be ended
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NodeStart {

    private static final System.Logger LOG = System.getLogger(NodeStart.class.getName());

    @EJB
    @SuppressWarnings("NullAway.Init")
    private NodeLease lease;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private FirstAccount admins;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus status;

    @Inject
    @ConfigProperty(name = "parley.node-name")
    @SuppressWarnings("NullAway.Init")
    private Optional<String> nodeName;

    @PostConstruct
    void begin() {
        String name = nodeName.orElse("node1");
        status.started(lease.begin(name));
        admins.prepare();
        status.ready();
        LOG.log(System.Logger.Level.INFO, "PARLEY1000 {0} is incarnation {1,number,#}", name, status.nodeId());
    }

    @PreDestroy
    void end() {
        status.notReady("stopping");
        try {
            lease.end(status.nodeId());
        } catch (RuntimeException e) {
            // The next start closes it, with an interval instead of an instant.
            LOG.log(System.Logger.Level.WARNING, "PARLEY1004 the end of this incarnation was not written: " + e);
        }
    }
}
