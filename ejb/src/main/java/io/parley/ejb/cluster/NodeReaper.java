package io.parley.ejb.cluster;

import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.node.NodeStatus;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Closes what servers left open whose lease has run out, one server in each transaction, apart from this one's own lease. */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NodeReaper {

    private static final ServiceLogger LOG = ServiceLogger.of(NodeReaper.class);

    private final NodeLease lease;
    private final NodeStatus status;

    @Inject
    public NodeReaper(NodeLease lease, NodeStatus status) {
        this.lease = lease;
        this.status = status;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public NodeReaper() {
        this(null, null);
    }

    @Schedule(hour = "*", minute = "*", second = "1/2", persistent = false)
    public void look() {
        try {
            while (status.isReady() && lease.isAnyDead(status.nodeId()) && lease.closeDead(status.nodeId())) {
                // the next one
            }
        } catch (RuntimeException e) {
            LOG.deadNodeNotClosed(e);
        }
    }
}
