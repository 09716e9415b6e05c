package io.parley.ejb.quality;

import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.node.PartitionRepository;
import io.parley.persistence.quality.MediaSide;
import io.parley.persistence.quality.QualitySample;
import io.parley.persistence.quality.QualitySample.LiveMedia;
import io.parley.persistence.quality.QualitySampleRepository;
import io.parley.persistence.quality.QualitySampleRepository.StreamOfStay;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The transactions of samples: few, of their own, and without a lock that a call waits for. */
@Stateless
public class QualityRecords {

    /** Media that has gone on for longer gets no last sample. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private final QualitySampleRepository samples;
    private final NodeStatus node;
    private final Clock clock;
    private final PartitionRepository partitions;
    private final int lockTimeoutMs;
    private final int retentionDays;

    @Inject
    public QualityRecords(
            QualitySampleRepository samples,
            NodeStatus node,
            Clock clock,
            PartitionRepository partitions,
            @ConfigProperty(name = "parley.partitions.lock-timeout-ms", defaultValue = "500") int lockTimeoutMs,
            @ConfigProperty(name = "parley.quality-retention-days", defaultValue = "0") int retentionDays) {
        this.samples = samples;
        this.node = node;
        this.clock = clock;
        this.partitions = partitions;
        this.lockTimeoutMs = lockTimeoutMs;
        this.retentionDays = retentionDays;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public QualityRecords() {
        this(null, null, null, null, 0, 0);
    }

    public Map<Long, LiveMedia> publications() {
        return samples.publications(node.nodeId());
    }

    public Map<Long, LiveMedia> playbacks() {
        return samples.playbacks(node.nodeId());
    }

    /** Media that has ended, by the id that the relay knew. */
    public Map<Long, LiveMedia> ended(MediaSide side, Collection<Long> ids) {
        return ids.isEmpty()
                ? Map.of()
                : samples.ended(side, ids, clock.instant().minus(LONGEST));
    }

    /** The media of these stays, as clients name it. */
    public Map<StreamOfStay, LiveMedia> ofStays(Collection<Long> stayIds) {
        return samples.ofStays(stayIds);
    }

    public void add(List<QualitySample> rows) {
        samples.add(rows, clock.instant());
    }

    /**
     * Drops the oldest whole month of which every day is older than {@code parley.quality-retention-days}; 0 keeps them all. Gives up
     * soon where somebody reads the table, since all who write to it would wait behind.
     *
     * @return the dropped partition, or null when there is none
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public @Nullable String dropOldest() {
        if (retentionDays <= 0) {
            return null;
        }
        partitions.waitAtMost(Duration.ofMillis(lockTimeoutMs));
        return samples.dropOldest(clock.instant().minus(Duration.ofDays(retentionDays)));
    }
}
