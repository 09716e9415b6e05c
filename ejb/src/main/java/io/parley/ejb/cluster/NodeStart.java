package io.parley.ejb.cluster;

import io.parley.ejb.admin.FirstAccount;
import io.parley.ejb.audit.RefusalRecords;
import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.node.PartitionRepository.Partition;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Begins the server's incarnation when the application starts and ends it when it stops. */
@Singleton
@Startup
// So that they outlive this bean: the lease is ended, the last refusals are written. NodeLease brings AuditTrail and
// RefusalRecords with it;
// Payara takes two ways to one bean for a circle.
@DependsOn({"NodeLease", "LeaseHeartbeat"})
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NodeStart {

    private static final ServiceLogger LOG = ServiceLogger.of(NodeStart.class);

    /** A second lies between two. */
    private static final int PARTITION_ATTEMPTS = 30;

    private final SchemaUpdate schema;
    private final NodeLease lease;
    private final LeaseHeartbeat heartbeat;
    private final PartitionKeeper partitions;
    private final DatabaseRuleCheck rules;
    private final RefusalRecords refusals;
    private final FirstAccount admins;
    private final NodeStatus status;
    private final Clock clock;
    private final Optional<String> nodeName;

    @Inject
    public NodeStart(
            SchemaUpdate schema,
            NodeLease lease,
            LeaseHeartbeat heartbeat,
            PartitionKeeper partitions,
            DatabaseRuleCheck rules,
            RefusalRecords refusals,
            FirstAccount admins,
            NodeStatus status,
            Clock clock,
            @ConfigProperty(name = "parley.node-name") Optional<String> nodeName) {
        this.schema = schema;
        this.lease = lease;
        this.heartbeat = heartbeat;
        this.partitions = partitions;
        this.rules = rules;
        this.refusals = refusals;
        this.admins = admins;
        this.status = status;
        this.clock = clock;
        this.nodeName = nodeName;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public NodeStart() {
        this(null, null, null, null, null, null, null, null, null, null);
    }

    /** The attribute of the class does not count for this method on every server, and each step commits by itself. */
    @PostConstruct
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void begin() {
        String name = nodeName.orElse("node1");
        schema.run();
        makePartitions();
        rules.check();
        long askedAt = System.nanoTime();
        status.started(lease.begin(name));
        status.renewed(askedAt, NodeLease.LEASE);
        heartbeat.start();
        admins.prepare();
        status.ready();
        LOG.incarnationBegan(name, status.nodeId());
    }

    /** Those of the coming months can wait until a backup has ended; without the present one nothing can be written. */
    private void makePartitions() {
        List<Partition> missing = partitions.tryAll();
        for (int attempt = 1; hasPresent(missing); attempt++) {
            if (attempt == PARTITION_ATTEMPTS) {
                throw new IllegalStateException("there is no partition for " + missing.get(0)
                        + ", the present month: another session, such as a backup or a report, holds the table. Start again when it"
                        + " has ended");
            }
            pause();
            missing = partitions.tryAll();
        }
        if (!missing.isEmpty()) {
            partitions.later();
        }
    }

    private boolean hasPresent(List<Partition> missing) {
        // in the order of months
        return !missing.isEmpty()
                && !missing.get(0).month().isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a table", e);
        }
    }

    @PreDestroy
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void end() {
        status.stopping();
        heartbeat.stop();
        try {
            refusals.writeAll();
        } catch (RuntimeException e) {
            LOG.refusalCountsLost(e);
        }
        try {
            lease.end(status.nodeId());
        } catch (RuntimeException e) {
            // The next start closes it, with an interval instead of an instant.
            LOG.endNotStored(e);
        }
    }
}
