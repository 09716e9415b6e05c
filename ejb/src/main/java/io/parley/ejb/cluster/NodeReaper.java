package io.parley.ejb.cluster;

import io.parley.persistence.node.NodeStatus;
import jakarta.ejb.EJB;
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

    private static final System.Logger LOG = System.getLogger(NodeReaper.class.getName());

    @EJB
    @SuppressWarnings("NullAway.Init")
    private NodeLease lease;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus status;

    @Schedule(hour = "*", minute = "*", second = "1/2", persistent = false)
    public void look() {
        try {
            while (status.isReady() && lease.isAnyDead(status.nodeId()) && lease.closeDead(status.nodeId())) {
                // the next one
            }
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "PARLEY1008 closing the records of a dead node failed, retrying: " + e);
        }
    }
}
