package io.parley.ejb.cluster;

import io.parley.persistence.node.NodeStatus;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Keeps the lease. Stands outside the transactions of {@link NodeLease}, so that it can judge a failed one. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LeaseHeartbeat {

    private static final System.Logger LOG = System.getLogger(LeaseHeartbeat.class.getName());

    @EJB
    @SuppressWarnings("NullAway.Init")
    private NodeLease lease;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus status;

    private int failures;

    @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
    public void renew() {
        if (status.nodeId() == 0) {
            return;
        }
        try {
            if (lease.renew(status.nodeId())) {
                if (failures > 0) {
                    LOG.log(System.Logger.Level.INFO, "PARLEY1003 the database is back");
                }
                failures = 0;
                status.ready();
            } else {
                status.notReady("another server took over this node's name; set parley.node-name and restart");
                LOG.log(System.Logger.Level.ERROR, "PARLEY1002 lease lost: " + status.reason());
            }
        } catch (RuntimeException e) {
            if (failures++ == 0) {
                LOG.log(System.Logger.Level.WARNING, "PARLEY1001 the database does not answer: " + e);
            }
            status.notReady("the database does not answer");
        }
    }

    @Schedule(hour = "3", minute = "17", persistent = false)
    public void partitions() {
        lease.ensurePartitions();
    }
}
