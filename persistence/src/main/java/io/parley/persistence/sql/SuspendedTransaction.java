package io.parley.persistence.sql;

import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The little that Hibernate asks of a transaction manager when it looks at the database's metadata: to be outside of any transaction.
 * It is, because a persistence unit starts, and its tables are compared, where none is active. Nothing begins or ends here.
 */
final class SuspendedTransaction implements TransactionManager {

    private final IntSupplier status;

    /** @param status of the thread's transaction, a constant of {@link Status} */
    SuspendedTransaction(IntSupplier status) {
        this.status = status;
    }

    @Override
    public int getStatus() {
        return status.getAsInt();
    }

    @Override
    public @Nullable Transaction getTransaction() {
        return null;
    }

    /** @throws IllegalStateException when there is one to suspend */
    @Override
    public @Nullable Transaction suspend() {
        if (getStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("the metadata of the database is read outside of transactions");
        }
        return null;
    }

    @Override
    public void resume(@Nullable Transaction transaction) {
        // nothing was suspended
    }

    @Override
    public void begin() {
        throw ofServices();
    }

    @Override
    public void commit() {
        throw ofServices();
    }

    @Override
    public void rollback() {
        throw ofServices();
    }

    @Override
    public void setRollbackOnly() {
        throw ofServices();
    }

    @Override
    public void setTransactionTimeout(int seconds) {
        throw ofServices();
    }

    private static UnsupportedOperationException ofServices() {
        return new UnsupportedOperationException("transactions begin and end at the services");
    }
}
