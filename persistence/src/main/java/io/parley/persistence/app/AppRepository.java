package io.parley.persistence.app;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
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
    public List<AppSecret> secrets(AppId app) {
        return em.createQuery(
                        "select s from AppSecret s where s.appId = :app and s.revokedAt is null order by s.slot",
                        AppSecret.class)
                .setParameter("app", app.value())
                .getResultList();
    }

    public List<App> all() {
        return em.createQuery("select a from App a order by a.createdAt, a.appId", App.class)
                .getResultList();
    }
}
