package io.parley.ejb.admin;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Derives password hashes, which cost a tenth of a second of a core and more, on at most half of the cores. A bounded number of threads
 * wait for their turn, in order and for a bounded time; known clients have places to wait of their own. Call it outside of transactions.
 */
@ApplicationScoped
public class PasswordHashLimiter {

    private final Semaphore turns;
    private final Semaphore unknown;
    private final Semaphore known;
    private final long waitMs;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private @Nullable TransactionSynchronizationRegistry transactions;

    /**
     * @param waiting how many unknown clients may wait at a time, and how many known ones
     * @param waitMs how long each may wait, in milliseconds
     */
    @Inject
    PasswordHashLimiter(
            @ConfigProperty(name = "parley.sign-in.waiting", defaultValue = "8") int waiting,
            @ConfigProperty(name = "parley.sign-in.wait-ms", defaultValue = "5000") int waitMs) {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), waiting, waitMs);
    }

    PasswordHashLimiter(int atOnce, int waiting, int waitMs) {
        turns = new Semaphore(atOnce, true);
        unknown = new Semaphore(atOnce + waiting);
        known = new Semaphore(atOnce + waiting);
        this.waitMs = waitMs;
    }

    /** For the container's proxy. */
    protected PasswordHashLimiter() {
        this(1, 0, 0);
    }

    /** A new hash for a password of an account that exists or begins. */
    String hash(String password) {
        return inTurn(true, () -> PasswordHash.hash(password));
    }

    /** @param isKnown whether the client has signed in before */
    boolean matches(String password, String hash, boolean isKnown) {
        return inTurn(isKnown, () -> PasswordHash.matches(password, hash));
    }

    /** @throws Refused {@code TRY_LATER}, when too many wait or the wait was too long */
    <T> T inTurn(boolean isKnown, Supplier<T> work) {
        TransactionSynchronizationRegistry registry = transactions;
        if (registry != null && registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("a transaction is open while a password is hashed");
        }
        Semaphore places = isKnown ? known : unknown;
        if (!places.tryAcquire()) {
            throw new Refused(Refusal.TRY_LATER);
        }
        try {
            if (!turns.tryAcquire(waitMs, TimeUnit.MILLISECONDS)) {
                throw new Refused(Refusal.TRY_LATER);
            }
            try {
                return work.get();
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refusal.TRY_LATER);
        } finally {
            places.release();
        }
    }
}
