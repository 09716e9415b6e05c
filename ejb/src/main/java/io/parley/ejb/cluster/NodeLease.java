package io.parley.ejb.cluster;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.node.NodeRepository;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The transactions of a server's life: begin an incarnation, close what dead ones left open, and end it. The lease bounds how little
 * is known of the last moments of a server that died. All times are the database's.
 */
@Singleton
@DependsOn("AuditTrail") // so that it outlives this bean: the end of the node is recorded when the server stops
@Lock(LockType.READ)
public class NodeLease {

    /** The time that an incarnation counts as alive after its last renewal: the widest interval of an end that nobody saw. */
    static final Duration LEASE = Duration.ofSeconds(5);

    private final NodeRepository nodes;
    private final NodeClosure closure;
    private final AuditTrail audit;

    @Inject
    public NodeLease(NodeRepository nodes, NodeClosure closure, AuditTrail audit) {
        this.nodes = nodes;
        this.closure = closure;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public NodeLease() {
        this(null, null, null);
    }

    /** Begins an incarnation and, in the same transaction, closes all that dead ones left closure. */
    public long begin(String nodeName) {
        long id = nodes.start(nodeName, LEASE);
        audit.recordOf(id, AuditRecord.bySystem(AuditAction.NODE_START).with(AuditDetail.NODE, nodeName), nodes.now());
        while (closeDead(id)) {
            // the next one
        }
        nodes.renew(id, LEASE); // closing took its time, and nobody has seen this incarnation yet
        return id;
    }

    /** A clean end: what is still open ends now. */
    public void end(long nodeId) {
        nodes.renew(nodeId, Duration.ZERO);
        Instant now = nodes.now();
        Map<String, Integer> closed = closure.close(nodeId, EndReason.NODE_STOPPED, now);
        nodes.end(nodeId, "STOPPED");
        audit.recordOf(nodeId, AuditRecord.bySystem(AuditAction.NODE_STOP).withDetail(counts(closed)), now);
    }

    /** Tells whether {@link #closeDead} would find something. Asked every two seconds, so without a transaction. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public boolean isAnyDead(long self) {
        return nodes.isAnyDead(self);
    }

    /**
     * Closes what one server left open whose lease has run out.
     *
     * @return false when there is none
     */
    public boolean closeDead(long self) {
        Optional<Long> dead = nodes.dead(self);
        if (dead.isEmpty()) {
            return false;
        }
        Instant now = nodes.now();
        Map<String, Object> closed = counts(closure.close(dead.get(), EndReason.NODE_LOST, now));
        nodes.end(dead.get(), "LOST");
        audit.recordOf(
                self,
                AuditRecord.bySystem(AuditAction.NODE_RECONCILE)
                        .withDetail(closed)
                        .with(AuditDetail.INCARNATION, dead.get()),
                now);
        return true;
    }

    private static Map<String, Object> counts(Map<String, Integer> closed) {
        return new LinkedHashMap<>(closed);
    }
}
