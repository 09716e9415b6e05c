package io.parley.ejb.audit;

import io.parley.persistence.audit.AuditRepository;
import io.parley.persistence.audit.CountedRefusals;
import io.parley.persistence.node.NodeStatus;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;

/** The transactions of {@link RefusalRecords}. */
@Singleton
@Lock(LockType.READ)
public class RefusalRows {

    private final AuditRepository entries;
    private final NodeStatus node;

    @Inject
    public RefusalRows(AuditRepository entries, NodeStatus node) {
        this.entries = entries;
        this.node = node;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RefusalRows() {
        this(null, null);
    }

    /** Writes all of them or none. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void write(List<CountedRefusals> refusals) {
        entries.append(refusals, node.nodeId());
    }
}
