package io.parley.ejb.report;

import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.node.NodeStatus;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the sums of reports up to date, on every server; the database lets one at a time. Stands outside the transactions of
 * {@link RollupSteps}, so that it can try with less when one takes too long.
 */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RollupTimer {

    private static final ServiceLogger LOG = ServiceLogger.of(RollupTimer.class);

    private static final Duration LONGEST_STEP = Duration.ofDays(1);
    private static final Duration SHORTEST_STEP = Duration.ofMinutes(15);
    private static final Duration TURN = Duration.ofSeconds(50);

    private final RollupSteps steps;
    private final NodeStatus status;
    private final Clock clock;

    private Duration stride = LONGEST_STEP;

    @Inject
    public RollupTimer(RollupSteps steps, NodeStatus status, Clock clock) {
        this.steps = steps;
        this.status = status;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RollupTimer() {
        this(null, null, null);
    }

    @Schedule(hour = "*", minute = "*", second = "20", persistent = false)
    public void advance() {
        Instant end = clock.instant().plus(TURN);
        try {
            while (status.isReady() && clock.instant().isBefore(end) && steps.advance(stride)) {
                stride = stride.compareTo(LONGEST_STEP) < 0 ? stride.multipliedBy(2) : stride;
            }
        } catch (RuntimeException e) {
            LOG.rollupFailed(stride, e);
            stride = stride.compareTo(SHORTEST_STEP) > 0 ? stride.dividedBy(2) : stride;
        }
    }
}
