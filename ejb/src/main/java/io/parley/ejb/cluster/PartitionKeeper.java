package io.parley.ejb.cluster;

import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.node.PartitionRepository.Partition;
import jakarta.annotation.Resource;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees that there are partitions for the coming months: at the start and every night, and again after a while when a table was in use.
 * Stands outside the transactions of {@link PartitionService}, so that one table that is in use keeps no other from its partition.
 */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PartitionKeeper {

    private static final ServiceLogger LOG = ServiceLogger.of(PartitionKeeper.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    @Resource
    @SuppressWarnings("NullAway.Init")
    private TimerService timers;

    private final PartitionService partitions;

    @Inject
    public PartitionKeeper(PartitionService partitions) {
        this.partitions = partitions;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public PartitionKeeper() {
        this(null);
    }

    /**
     * Tries each partition that is missing, once.
     *
     * @return those that are still missing
     */
    public List<Partition> tryAll() {
        List<Partition> left = new ArrayList<>();
        for (Partition each : partitions.missing()) {
            try {
                partitions.make(each);
                LOG.partitionMade(each);
            } catch (RuntimeException e) {
                left.add(each);
                LOG.partitionNotMade(each, cause(e));
            }
        }
        return left;
    }

    @Schedule(hour = "3", minute = "17", persistent = false)
    public void nightly() {
        keep(FIRST_PAUSE);
    }

    /** Partitions that could not be created at the start. */
    public void later() {
        timers.createSingleActionTimer(FIRST_PAUSE.toMillis(), new TimerConfig(FIRST_PAUSE, false));
    }

    @Timeout
    public void again(Timer timer) {
        keep((Duration) timer.getInfo());
    }

    private void keep(Duration pause) {
        List<Partition> left;
        try {
            left = tryAll();
        } catch (RuntimeException e) {
            LOG.partitionsNotRead(cause(e));
            left = List.of();
        }
        if (!left.isEmpty()) {
            Duration next = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            timers.createSingleActionTimer(pause.toMillis(), new TimerConfig(next, false));
        }
    }

    private static String cause(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
