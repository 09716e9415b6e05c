package io.parley.ejb.app;

import io.parley.ejb.log.ServiceLogger;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each secret was last used, so that an administrator sees whether a replaced one is still needed. Kept in memory and written once
 * a minute: a login waits for no row that all logins share.
 */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SecretUses {

    private static final ServiceLogger LOG = ServiceLogger.of(SecretUses.class);

    private final Map<Long, Instant> uses = new ConcurrentHashMap<>();

    private final AppSecrets secrets;
    private final Clock clock;

    @Inject
    public SecretUses(AppSecrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public SecretUses() {
        this(null, null);
    }

    /** A token made with this secret was good. */
    public void used(long secretId) {
        uses.put(secretId, clock.instant());
    }

    @Schedule(hour = "*", minute = "*", second = "20", persistent = false)
    public void write() {
        Map<Long, Instant> taken = new HashMap<>(uses);
        try {
            secrets.used(taken);
            taken.forEach(uses::remove);
            secrets.revokeExpired();
        } catch (RuntimeException e) {
            LOG.secretUsesNotStored(e);
        }
    }
}
