package io.parley.it.container;

import io.parley.ejb.room.StayEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Goes into the server with the application and spoils the transactions of streams whose id asks for it. */
@ApplicationScoped
public class FaultInjection {

    /** What can go wrong after everything has been written. */
    enum Fault {
        THROW,
        ROLLBACK,
        TIMEOUT,
        COMMIT;

        /** The beginning of the streamID that has this happen to its publisher. */
        String whenPublished() {
            return "fault-" + name().toLowerCase(Locale.ROOT);
        }

        /** The beginning of the streamID that has this happen to its players only. */
        String whenPlayed() {
            return "play-" + whenPublished();
        }
    }

    static final int TRANSACTION_TIMEOUT_SECONDS = 6;

    /** In progress: in the delivery's transaction, on its thread. A commit is told too, but no spoilt stream gets that far. */
    void during(@Observes StayEvent event) throws InterruptedException {
        for (Fault fault : Fault.values()) {
            boolean published = event instanceof StayEvent.PublishState state
                    && state.live()
                    && state.streamId().startsWith(fault.whenPublished());
            boolean played = event instanceof StayEvent.PlayState state
                    && state.live()
                    && state.streamId().startsWith(fault.whenPlayed());
            if (published || played) {
                cause(fault);
            }
        }
    }

    /** Looked up and not injected: Payara would look among the resources of the bean whose event this is. */
    private void cause(Fault fault) throws InterruptedException {
        TransactionSynchronizationRegistry transaction;
        try {
            transaction = InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry");
        } catch (NamingException e) {
            throw new AssertionError(e);
        }
        switch (fault) {
            case THROW -> throw new IllegalStateException("as the test wants it");
            case ROLLBACK -> transaction.setRollbackOnly();
            case TIMEOUT -> TimeUnit.SECONDS.sleep(TRANSACTION_TIMEOUT_SECONDS + 2);
            case COMMIT -> transaction.registerInterposedSynchronization(new FailingCommit());
        }
    }

    private static final class FailingCommit implements Synchronization {

        @Override
        public void beforeCompletion() {
            throw new IllegalStateException("no commit, as the test wants it");
        }

        @Override
        public void afterCompletion(int status) {
            // nothing was done that had to be undone
        }
    }
}
