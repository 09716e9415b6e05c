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

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AuditRepository entries;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus node;

    /** Writes all of them or none. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void write(List<CountedRefusals> refusals) {
        entries.append(refusals, node.nodeId());
    }
}
