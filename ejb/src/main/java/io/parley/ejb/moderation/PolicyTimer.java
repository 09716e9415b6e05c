package io.parley.ejb.moderation;

import io.parley.ejb.log.ServiceLogger;
import io.parley.ejb.room.AfterCommit;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.node.NodeStatus;
import jakarta.annotation.Resource;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks once a second, and at once after a ban, whom a rule does not allow inside any more. Stands outside the transactions, so that
 * one that fails keeps no other from its end.
 */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PolicyTimer {

    private static final ServiceLogger LOG = ServiceLogger.of(PolicyTimer.class);

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService executor;

    private final PolicyEnforcer policies;
    private final NodeStatus node;

    @Inject
    public PolicyTimer(PolicyEnforcer policies, NodeStatus node) {
        this.policies = policies;
        this.node = node;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public PolicyTimer() {
        this(null, null);
    }

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void look() {
        if (node.isReady()) {
            each(() -> List.copyOf(policies.due()), this::end);
        }
    }

    private void end(EndReason reason) {
        switch (reason) {
            case BANNED -> each(policies::banned, policies::end);
            case TOKEN_EXPIRED -> each(policies::expired, policies::endExpired);
            case ROOM_TIME_UP -> each(policies::overdue, policies::endOverdue);
            case ROOM_CLOSED -> each(policies::switchedOff, policies::endSwitchedOff);
            default -> throw new IllegalArgumentException(reason.name());
        }
    }

    @Schedule(hour = "3", minute = "27", persistent = false)
    public void forget() {
        policies.forgetTickets();
    }

    /** The committing thread only hands over. */
    public void banned(@Observes @AfterCommit BanDeclared ban) {
        try {
            executor.execute(() -> each(policies::banned, policies::end));
        } catch (RejectedExecutionException e) {
            LOG.banNotEnforcedAtStop(e);
        }
    }

    private static <T> void each(Supplier<List<T>> overdue, Consumer<T> end) {
        try {
            overdue.get().forEach(end);
        } catch (RuntimeException e) {
            // The database may be away, or somebody else ended it meanwhile: the next look tries again.
            LOG.overdueStaysNotEnded(e);
        }
    }
}
