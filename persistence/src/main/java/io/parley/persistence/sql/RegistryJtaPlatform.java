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
 * at the services alone, so there is no transaction manager here. Thread-safe.
 */
public final class RegistryJtaPlatform implements JtaPlatform {

    private static final long serialVersionUID = 1L;

    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";

    private transient volatile @Nullable TransactionSynchronizationRegistry registry;

    private TransactionSynchronizationRegistry registry() {
        TransactionSynchronizationRegistry known = registry;
        if (known == null) {
            known = lookUp();
            registry = known;
        }
        return known;
    }

    @SuppressWarnings("BanJNDI") // a constant name of the specification
    private static TransactionSynchronizationRegistry lookUp() {
        try {
            return InitialContext.doLookup(NAME);
        } catch (NamingException e) {
            throw new IllegalStateException("the server has no " + NAME, e);
        }
    }

    @Override
    public @Nullable TransactionManager retrieveTransactionManager() {
        return null;
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
