package io.parley.persistence.sql;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.Objects;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.jspecify.annotations.Nullable;

/**
 * Lets Hibernate take part in the server's transactions by {@link TransactionSynchronizationRegistry}, which every Jakarta EE server
 * binds under the same name. Hibernate itself knows a server by its transaction manager, whose name differs. Transactions begin and end
 * at the services alone, so there is hardly a transaction manager here. Thread-safe.
 */
public final class RegistryJtaPlatform implements JtaPlatform {

    private static final long serialVersionUID = 1L;

    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";

    private transient volatile @Nullable TransactionSynchronizationRegistry registry;

    /** @throws IllegalStateException on a thread that is no component's */
    private TransactionSynchronizationRegistry registry() {
        try {
            return lookUp();
        } catch (NamingException e) {
            throw new IllegalStateException("no " + NAME + " on this thread", e);
        }
    }

    @SuppressWarnings("BanJNDI") // a constant name of the specification
    private TransactionSynchronizationRegistry lookUp() throws NamingException {
        TransactionSynchronizationRegistry known = registry;
        if (known == null) {
            known = InitialContext.doLookup(NAME);
            registry = known;
        }
        return known;
    }

    /** No transaction on a thread that is no component's, such as the one on which a server starts the persistence unit. */
    private int statusOfAnyThread() {
        try {
            return lookUp().getTransactionStatus();
        } catch (NamingException e) {
            return Status.STATUS_NO_TRANSACTION;
        }
    }

    @Override
    public TransactionManager retrieveTransactionManager() {
        return new SuspendedTransaction(this::statusOfAnyThread);
    }

    @Override
    public @Nullable UserTransaction retrieveUserTransaction() {
        return null;
    }

    @Override
    public Object getTransactionIdentifier(Transaction transaction) {
        return transaction;
    }

    @Override
    public boolean canRegisterSynchronization() {
        return registry().getTransactionStatus() == Status.STATUS_ACTIVE;
    }

    /** Registers as the registry's own: called after other participants' before the completion, and before theirs after it. */
    @Override
    public void registerSynchronization(Synchronization synchronization) {
        registry().registerInterposedSynchronization(Objects.requireNonNull(synchronization));
    }

    @Override
    public int getCurrentStatus() throws SystemException {
        return registry().getTransactionStatus();
    }
}
