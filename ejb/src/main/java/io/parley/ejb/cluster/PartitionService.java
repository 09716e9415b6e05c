package io.parley.ejb.cluster;

import io.parley.persistence.node.PartitionRepository;
import io.parley.persistence.node.PartitionRepository.Partition;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The transactions in which partitions are made: one for each, so that what is made stays, and no lock is held for a second table. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class PartitionService {

    /** With the present one. */
    static final int MONTHS = 4;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private PartitionRepository partitions;

    @Inject
    @ConfigProperty(name = "parley.partitions.lock-timeout-ms", defaultValue = "500")
    private int lockTimeoutMs;

    public List<Partition> missing() {
        return partitions.missing(MONTHS);
    }

    public void make(Partition partition) {
        partitions.make(partition, Duration.ofMillis(lockTimeoutMs));
    }
}
