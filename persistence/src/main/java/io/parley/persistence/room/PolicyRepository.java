package io.parley.persistence.room;

import io.parley.persistence.audit.EndReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Tells whether a rule ends anything now. The repositories of stays, bans and rooms know what it is. */
@ApplicationScoped
public class PolicyRepository {

    @PersistenceContext
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /**
     * For which of these reasons something may have to end: {@code BANNED} when a ban is newer than the time given,
     * {@code TOKEN_EXPIRED} for stays of this server, {@code ROOM_TIME_UP} for calls that have lasted long enough, {@code ROOM_CLOSED}
     * for rooms of an app that is switched off. One statement, by indexes that are empty where there is nothing.
     */
    public Set<EndReason> reasons(long nodeId, Instant bannedAfter, Instant now) {
        Tuple found = (Tuple) em.createNativeQuery("""
                select
                    exists (select 1 from ban where lifted_at is null and created_at > :after) as banned,
                    exists (select 1 from app a join room_user u on u.app_id = a.app_id
                        where a.token_expiry = 'END' and u.node_id = :node and u.token_expires_at <= :now) as expired,
                    exists (select 1 from app a join room r on r.app_id = a.app_id
                        where a.max_minutes is not null
                            and r.opened_at <= cast(:now as timestamptz) - make_interval(mins => a.max_minutes)) as overdue,
                    exists (select 1 from app a join room r on r.app_id = a.app_id
                        where a.disabled_at is not null) as switched_off""", Tuple.class)
                .setParameter("node", nodeId)
                .setParameter("after", bannedAfter)
                .setParameter("now", now)
                .getSingleResult();
        Set<EndReason> reasons = EnumSet.noneOf(EndReason.class);
        add(reasons, found, "banned", EndReason.BANNED);
        add(reasons, found, "expired", EndReason.TOKEN_EXPIRED);
        add(reasons, found, "overdue", EndReason.ROOM_TIME_UP);
        add(reasons, found, "switched_off", EndReason.ROOM_CLOSED);
        return reasons;
    }

    private static void add(Set<EndReason> reasons, Tuple found, String column, EndReason reason) {
        if (found.get(column, Boolean.class)) {
            reasons.add(reason);
        }
    }
}
