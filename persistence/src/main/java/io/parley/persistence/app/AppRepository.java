package io.parley.persistence.app;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;

/** Apps and their secrets. */
@ApplicationScoped
public class AppRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** The app, if it exists and is switched on. */
    public App require(AppId id) {
        App app = em.find(App.class, id.value());
        if (app == null || !app.isEnabled()) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        return app;
    }

    /** The app, if it exists: for administrators, who also see apps that are switched off. */
    public App known(AppId id) {
        App app = em.find(App.class, id.value());
        if (app == null) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        return app;
    }

    public boolean exists(AppId id) {
        return em.find(App.class, id.value()) != null;
    }

    public void add(App app, AppSecret secret) {
        em.persist(app);
        em.flush();
        em.persist(secret);
    }

    /** The secrets that are valid now, the primary one first. */
    public List<AppSecret> secrets(AppId app, Instant now) {
        return em.createQuery("""
                select s from AppSecret s where s.appId = :app and s.revokedAt is null
                    and (s.expiresAt is null or s.expiresAt > :now) order by s.slot""", AppSecret.class)
                .setParameter("app", app.value())
                .setParameter("now", now)
                .getResultList();
    }

    /** Secrets that were valid once, the latest first. */
    public List<AppSecret> formerSecrets(AppId app, Instant now, int limit) {
        return em.createQuery("""
                select s from AppSecret s where s.appId = :app and (s.revokedAt is not null or s.expiresAt <= :now)
                order by s.createdAt desc, s.id desc""", AppSecret.class)
                .setParameter("app", app.value())
                .setParameter("now", now)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Makes a secret the primary one; what was primary is secondary until then. The app's row keeps a second rotation waiting. */
    public void rotate(AppSecret secret, Instant oldGoodUntil) {
        em.createQuery("""
                update AppSecret s set s.slot = 'SECONDARY', s.expiresAt = :until
                where s.appId = :app and s.slot = 'PRIMARY' and s.revokedAt is null""")
                .setParameter("until", oldGoodUntil)
                .setParameter("app", secret.appId())
                .executeUpdate();
        em.persist(secret);
    }

    /** The app with its row locked until the end of the transaction. */
    public App lock(AppId id) {
        App app = em.find(App.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (app == null) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        return app;
    }

    /** @return how many were revoked: 1 or 0 */
    public int revokeSecondary(AppId app, Instant now) {
        return em.createQuery("""
                update AppSecret s set s.revokedAt = :now
                where s.appId = :app and s.slot = 'SECONDARY' and s.revokedAt is null""")
                .setParameter("now", now)
                .setParameter("app", app.value())
                .executeUpdate();
    }

    /** Writes down that replaced secrets have had their time. */
    public List<AppSecret> revokeExpired(Instant now) {
        List<AppSecret> expired = em.createQuery(
                        "select s from AppSecret s where s.revokedAt is null and s.expiresAt <= :now", AppSecret.class)
                .setParameter("now", now)
                .getResultList();
        expired.forEach(secret -> secret.revoke(now));
        return expired;
    }

    public void usedSecret(long id, Instant at) {
        em.createQuery("update AppSecret s set s.lastUsedAt = :at where s.id = :id")
                .setParameter("at", at)
                .setParameter("id", id)
                .executeUpdate();
    }

    public List<App> all() {
        return em.createQuery("select a from App a order by a.createdAt, a.appId", App.class)
                .getResultList();
    }
}
