package io.parley.ejb.app;

import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.AppSecret;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Cache of an app's settings, secrets and the existence of bans, for logins. Read at most once in
 * {@code parley.app-cache-ms} for each app, so that a crowd does not ask the database for the same rows. A change made on this server
 * counts from its commit on, one made elsewhere after that time at the latest. Holds existing apps only. Thread-safe.
 */
@ApplicationScoped
public class AppCache {

    /**
     * An app as it was a moment ago. To be read only: what changes in {@code app} is not written.
     *
     * @param secrets those that were good, the primary one first
     * @param anyBan whether there was a ban in force; which one fits whom is asked of the database
     */
    public record CachedApp(App app, List<AppSecret> secrets, boolean anyBan, Instant readAt) {

        /** The secrets that are good now. */
        public List<AppSecret> secrets(Instant now) {
            return secrets.stream()
                    .filter(secret -> {
                        Instant expires = secret.expiresAt();
                        return expires == null || expires.isAfter(now);
                    })
                    .toList();
        }
    }

    private final Map<AppId, CachedApp> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private final AppRepository apps;
    private final BanRepository bans;
    private final Clock clock;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    @SuppressWarnings("NullAway.Init")
    private TransactionSynchronizationRegistry transaction;

    private final int cacheMs;

    @Inject
    public AppCache(
            AppRepository apps,
            BanRepository bans,
            Clock clock,
            @ConfigProperty(name = "parley.app-cache-ms", defaultValue = "1000") int cacheMs) {
        this.apps = apps;
        this.bans = bans;
        this.clock = clock;
        this.cacheMs = cacheMs;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AppCache() {
        this(null, null, null, 0);
    }

    /** The app, if it exists and is switched on. @throws Refused when it is not */
    public CachedApp require(AppId id) {
        Instant now = clock.instant();
        CachedApp cached = known.get(id);
        if (cached == null || Duration.between(cached.readAt(), now).abs().toMillis() >= cacheMs) {
            cached = read(id, now);
        }
        if (!cached.app().isEnabled()) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        return cached;
    }

    private CachedApp read(AppId id, Instant now) {
        long before = changes.get();
        CachedApp fresh = new CachedApp(apps.require(id), apps.secrets(id, now), bans.any(id.value(), now), now);
        // What was read while a change was committed may be older than it.
        known.compute(id, (key, other) -> changes.get() == before ? fresh : other);
        return fresh;
    }

    /** Something of the app is changed in this transaction: from its commit on it is read anew. */
    public void changed(AppId id) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing is different yet
            }

            @Override
            public void afterCompletion(int status) {
                if (status != Status.STATUS_ROLLEDBACK) {
                    known.compute(id, (key, stale) -> {
                        changes.incrementAndGet();
                        return null;
                    });
                }
            }
        });
    }
}
