package io.parley.ejb.cluster;

import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.AuditRepository;
import io.parley.persistence.node.NodeRepository;
import io.parley.persistence.node.OpenRecords;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transactions of a server's life: begin an incarnation, renew its lease, close what dead ones left open, and end it. The lease
 * bounds how little is known of the last moments of a server that died.
 */
@Singleton
@jakarta.ejb.Lock(jakarta.ejb.LockType.READ)
public class NodeLease {

    /** How long an incarnation counts as alive after its last renewal: the widest interval of an end that nobody saw. */
    static final Duration LEASE = Duration.ofSeconds(5);

    private static final int PARTITION_MONTHS = 4;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeRepository nodes;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private OpenRecords open;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AuditRepository audit;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    /** Begins an incarnation and, in the same transaction, closes all that dead ones left open. */
    public long begin(String nodeName) {
        Instant now = clock.instant();
        nodes.ensurePartitions(now, PARTITION_MONTHS);
        long id = nodes.start(nodeName, now, now.plus(LEASE));
        audit.append(AuditRecord.bySystem(AuditAction.NODE_START).with(Map.of("node", nodeName)), now, id);
        closeDead(id, now);
        return id;
    }

    /** @return false when another server has declared this incarnation dead */
    public boolean renew(long nodeId) {
        Instant now = clock.instant();
        boolean alive = nodes.renew(nodeId, now, now.plus(LEASE));
        if (alive) {
            closeDead(nodeId, now);
        }
        return alive;
    }

    /** A clean end: what is still open ends now. */
    public void end(long nodeId) {
        Instant now = clock.instant();
        nodes.renew(nodeId, now, now);
        Map<String, Integer> closed = open.close(nodeId, "NODE_STOPPED", now);
        nodes.end(nodeId, "STOPPED", now);
        audit.append(AuditRecord.bySystem(AuditAction.NODE_STOP).with(counts(closed)), now, nodeId);
    }

    public void ensurePartitions() {
        nodes.ensurePartitions(clock.instant(), PARTITION_MONTHS);
    }

    private void closeDead(long self, Instant now) {
        List<Long> dead = nodes.dead(now);
        for (long node : dead) {
            if (node != self) {
                Map<String, Integer> closed = open.close(node, "NODE_LOST", now);
                nodes.end(node, "LOST", now);
                Map<String, Object> detail = counts(closed);
                detail.put("incarnation", node);
                audit.append(AuditRecord.bySystem(AuditAction.NODE_RECONCILE).with(detail), now, self);
            }
        }
    }

    private static Map<String, Object> counts(Map<String, Integer> closed) {
        return new LinkedHashMap<>(closed);
    }
}
