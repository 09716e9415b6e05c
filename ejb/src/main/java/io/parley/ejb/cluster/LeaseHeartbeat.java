package io.parley.ejb.cluster;

import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.node.LeaseRenewal;
import io.parley.persistence.node.NodeStatus;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Keeps the lease, on a thread and with a data source of its own: whatever else the server does, waits for or is asked, its lease is
 * renewed as long as the database answers.
 */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LeaseHeartbeat {

    private static final ServiceLogger LOG = ServiceLogger.of(LeaseHeartbeat.class);

    private static final Duration EVERY = Duration.ofSeconds(2);

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory threads;

    @Resource(lookup = "java:app/env/jdbc/ParleyLease")
    @SuppressWarnings("NullAway.Init")
    private DataSource dataSource;

    private final NodeStatus status;

    private final CountDownLatch stopped = new CountDownLatch(1);

    private int failures;

    @Inject
    public LeaseHeartbeat(NodeStatus status) {
        this.status = status;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public LeaseHeartbeat() {
        this(null);
    }

    /** Renews at once, and then every two seconds until {@link #stop()}. */
    public void start() {
        LeaseRenewal renewal = new LeaseRenewal(dataSource);
        Thread thread = threads.newThread(() -> keep(renewal));
        thread.setName("parley-lease");
        thread.start();
    }

    @PreDestroy
    public void stop() {
        stopped.countDown();
    }

    private void keep(LeaseRenewal renewal) {
        try {
            do {
                renew(renewal);
            } while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(LeaseRenewal renewal) {
        long askedAt = System.nanoTime();
        try {
            if (renewal.renew(status.nodeId(), NodeLease.LEASE)) {
                if (failures > 0) {
                    LOG.databaseBack();
                }
                failures = 0;
                status.renewed(askedAt, NodeLease.LEASE);
            } else if (stopped.getCount() > 0) {
                status.notReady("another server took over this node's name; set parley.node-name and restart");
                LOG.leaseLost(status.reason());
            }
        } catch (RuntimeException e) {
            if (failures++ == 0) {
                LOG.databaseSilent(e);
            }
            status.notReady("the database does not answer");
        }
    }
}
