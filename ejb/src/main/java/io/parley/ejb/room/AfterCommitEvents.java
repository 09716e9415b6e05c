package io.parley.ejb.room;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Publishes events after their transaction. An event published in a transaction reaches observers of {@link AfterCommit} after the commit,
 * on the committing thread, and never when there was none.
 *
 * <p>CDI's own transactional observers are not used: where a transaction has timed out by the time of {@code fire}, they are called
 * at once, as if there had never been one. Registering here fails instead.
 */
@ApplicationScoped
public class AfterCommitEvents {

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    @SuppressWarnings("NullAway.Init")
    private TransactionSynchronizationRegistry transaction;

    private final Event<Object> events;

    @Inject
    public AfterCommitEvents(@Any Event<Object> events) {
        this.events = events;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AfterCommitEvents() {
        this(null);
    }

    /**
     * Publishes an event: now to those who observe it inside the transaction, after the commit to everybody else.
     *
     * @throws IllegalStateException when no transaction is active (any more)
     */
    public void publish(Object event) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // only the end counts
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    events.select(AfterCommit.Literal.INSTANCE).fire(event);
                }
            }
        });
        events.fire(event);
    }
}
