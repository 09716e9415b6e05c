package io.parley.ejb.room;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.node.NodeStatus;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
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
public class CallWatch {

    private static final System.Logger LOG = System.getLogger(CallWatch.class.getName());

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService executor;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private Evictions evictions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus node;

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void look() {
        if (node.isReady()) {
            each(() -> List.copyOf(evictions.due()), this::end);
        }
    }

    private void end(EndReason reason) {
        switch (reason) {
            case BANNED -> each(evictions::banned, evictions::end);
            case TOKEN_EXPIRED -> each(evictions::expired, evictions::endExpired);
            case ROOM_TIME_UP -> each(evictions::overdue, evictions::endOverdue);
            case ROOM_CLOSED -> each(evictions::switchedOff, evictions::endSwitchedOff);
            default -> throw new IllegalArgumentException(reason.name());
        }
    }

    @Schedule(hour = "3", minute = "27", persistent = false)
    public void forget() {
        evictions.forgetTickets();
    }

    /** The committing thread only hands over. */
    public void banned(@Observes @Committed BanDeclared ban) {
        try {
            executor.execute(() -> each(evictions::banned, evictions::end));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "PARLEY1041 the server stops: {0}", e);
        }
    }

    private static <T> void each(Supplier<List<T>> overdue, Consumer<T> end) {
        try {
            overdue.get().forEach(end);
        } catch (RuntimeException e) {
            // The database may be away, or somebody else ended it meanwhile: the next look tries again.
            LOG.log(System.Logger.Level.WARNING, "PARLEY1040 what is over is not ended yet: " + e);
        }
    }
}
