package io.parley.persistence.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Locale;
import java.util.Optional;

/** Administrators. */
@ApplicationScoped
public class AdminRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** The account with this name, whatever the case of its letters, if it is not disabled. */
    public Optional<AdminUser> find(String username) {
        return em.createQuery(
                        "select a from AdminUser a where lower(a.username) = :name and a.disabledAt is null",
                        AdminUser.class)
                .setParameter("name", username.toLowerCase(Locale.ROOT))
                .getResultStream()
                .findFirst();
    }

    public boolean isEmpty() {
        return em.createQuery("select count(a) from AdminUser a", Long.class).getSingleResult() == 0;
    }

    public void add(AdminUser admin) {
        em.persist(admin);
    }
}
