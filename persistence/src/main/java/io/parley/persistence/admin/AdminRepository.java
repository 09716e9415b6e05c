package io.parley.persistence.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Administrators and their sessions. */
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

    /** The same, until the end of the transaction changed by nobody else and {@link #findUnchanged confirmed} for no new session. */
    public Optional<AdminUser> findForChange(String username) {
        return em.createQuery(
                        "select a from AdminUser a where lower(a.username) = :name and a.disabledAt is null",
                        AdminUser.class)
                .setParameter("name", username.toLowerCase(Locale.ROOT))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    /** The account, if its password still is the one with this hash; it stays so until the transaction ends. */
    public Optional<AdminUser> findUnchanged(String username, String passwordHash) {
        return em.createQuery(
                        "select a from AdminUser a where lower(a.username) = :name and a.disabledAt is null",
                        AdminUser.class)
                .setParameter("name", username.toLowerCase(Locale.ROOT))
                .setLockMode(LockModeType.PESSIMISTIC_READ)
                .getResultStream()
                .findFirst()
                .filter(account -> account.passwordHash().equals(passwordHash));
    }

    /** All, disabled ones last. */
    public List<AdminUser> all() {
        return em.createQuery(
                        "select a from AdminUser a order by a.disabledAt nulls first, lower(a.username)",
                        AdminUser.class)
                .getResultList();
    }

    public boolean isEmpty() {
        return em.createQuery("select count(a) from AdminUser a", Long.class).getSingleResult() == 0;
    }

    public void add(AdminUser admin) {
        em.persist(admin);
        em.flush();
    }

    /** One set-up or change of accounts at a time, over all nodes, until the transaction ends. */
    public void lock() {
        em.createNativeQuery("select 1 from (select pg_advisory_xact_lock(hashtext('parley.admin_user'))) locked")
                .getSingleResult();
    }

    /** The hash of the set-up code, while there is one. */
    public Optional<String> setupCode() {
        return em.createNativeQuery("select code_hash from admin_setup", String.class)
                .getResultStream()
                .map(String.class::cast)
                .findFirst();
    }

    /** Replaces the one before. */
    public void keepSetupCode(String hash, Instant now) {
        em.createNativeQuery("""
                insert into admin_setup (code_hash, made_at) values (:hash, :now)
                on conflict (only_one) do update set code_hash = excluded.code_hash, made_at = excluded.made_at""")
                .setParameter("hash", hash)
                .setParameter("now", now)
                .executeUpdate();
    }

    public void dropSetupCode() {
        em.createNativeQuery("delete from admin_setup").executeUpdate();
    }

    public void open(AdminSession session) {
        em.persist(session);
    }

    /** Tells whether an identity of the provider has signed in by this name, whatever the case of its letters. */
    public boolean isNameOfProvider(String username) {
        return !em.createQuery(
                        "select 1 from AdminSession s where lower(s.username) = :name and s.source = :source",
                        Integer.class)
                .setParameter("name", username.toLowerCase(Locale.ROOT))
                .setParameter("source", AdminSession.Source.OIDC)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    public Optional<AdminSession> session(String id) {
        return Optional.ofNullable(em.find(AdminSession.class, id));
    }

    /** Notes activity of the session; one that has ended meanwhile stays as it is. */
    public void seen(String id, Instant now) {
        em.createQuery("update AdminSession s set s.seenAt = :now where s.id = :id and s.endedAt is null")
                .setParameter("now", now)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Ends all sessions of somebody but one. */
    public void endSessions(String username, String exceptId, AdminSession.End reason, Instant now) {
        em.createQuery("update AdminSession s set s.endedAt = :now, s.endReason = :reason"
                        + " where s.endedAt is null and lower(s.username) = :name and s.id <> :except")
                .setParameter("now", now)
                .setParameter("reason", reason)
                .setParameter("name", username.toLowerCase(Locale.ROOT))
                .setParameter("except", exceptId)
                .executeUpdate();
    }

    /** Ends everybody's sessions. */
    public void endAllSessions(AdminSession.End reason, Instant now) {
        em.createQuery("update AdminSession s set s.endedAt = :now, s.endReason = :reason where s.endedAt is null")
                .setParameter("now", now)
                .setParameter("reason", reason)
                .executeUpdate();
    }
}
