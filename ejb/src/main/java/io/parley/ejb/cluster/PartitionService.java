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

    private final PartitionRepository partitions;
    private final int lockTimeoutMs;

    @Inject
    public PartitionService(
            PartitionRepository partitions,
            @ConfigProperty(name = "parley.partitions.lock-timeout-ms", defaultValue = "500") int lockTimeoutMs) {
        this.partitions = partitions;
        this.lockTimeoutMs = lockTimeoutMs;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public PartitionService() {
        this(null, 0);
    }

    public List<Partition> missing() {
        return partitions.missing(MONTHS);
    }

    public void make(Partition partition) {
        partitions.make(partition, Duration.ofMillis(lockTimeoutMs));
    }
}
