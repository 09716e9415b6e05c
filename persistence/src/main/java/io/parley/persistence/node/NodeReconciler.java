package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes everything that an incarnation left open, set by set in the caller's transaction: event feed and audit first, then facts and
 * claims, then rooms that are empty. The end lies between the last renewal and the end of the lease; both are written, for an honest
 * interval beats a made-up instant.
 */
@ApplicationScoped
public class NodeReconciler {

    private static final List<OpenFact> FACTS = List.of(
            new OpenFact("playback", "player", "ended_at", "end_reason", "started_at"),
            new OpenFact("publication", "stream", "ended_at", "end_reason", "started_at"),
            new OpenFact("participation", "room_user", "left_at", "leave_reason", "joined_at"));

    /** A fact's table, the claim that lives as long as it, and its columns for end, reason and start. */
    private record OpenFact(String table, String claim, String end, String reason, String start) {}

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /**
     * @param reason the {@code EndReason} of everything closed
     * @return how many rows were closed, by table
     */
    public Map<String, Integer> close(long nodeId, String reason, Instant now) {
        tellFeed(nodeId, reason, now);
        record(nodeId, reason, now);
        Map<String, Integer> closed = new LinkedHashMap<>();
        for (OpenFact fact : FACTS) {
            closed.put(fact.table, end(fact, nodeId, reason));
            sql("delete from " + fact.claim + " where node_id = :node", nodeId).executeUpdate();
        }
        closed.put("room_session", closeEmptyRooms(nodeId, reason, now));
        recountRooms();
        return closed;
    }

    /** Streams first, then users, numbered on from the last event of each room. */
    private void tellFeed(long nodeId, String reason, Instant now) {
        sql("""
                with gone as (
                    select r.session_id, r.app_id, r.room_id, r.event_seq, e.event, e.body,
                        row_number() over (partition by r.app_id, r.room_id order by e.turn, e.id) as n
                    from room r join (
                        select app_id, room_id, 1 as turn, stream_id as id, 'STREAM_REMOVED' as event,
                            jsonb_build_object('userID', user_id, 'streamID', stream_id, 'reason', cast(:reason as text)) as body
                        from stream where node_id = :node
                        union all
                        select app_id, room_id, 2, user_id, 'USER_REMOVED',
                            jsonb_build_object('userID', user_id, 'reason', cast(:reason as text))
                        from room_user where node_id = :node) e using (app_id, room_id)),
                told as (
                    insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
                    select session_id, event_seq + n, :now, app_id, room_id, event, body from gone)
                update room r set event_seq = r.event_seq + last.n
                from (select app_id, room_id, max(n) as n from gone group by app_id, room_id) last
                where r.app_id = last.app_id and r.room_id = last.room_id""", nodeId).setParameter("reason", reason).setParameter("now", now).executeUpdate();
    }

    private void record(long nodeId, String reason, Instant now) {
        sql("""
                insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, room_id, user_id, stream_id,
                    address, node_id, detail)
                select nextval('audit_entry_seq'), :now, e.app_id, 'SYSTEM', 'parley', e.action, 'DONE', e.room_id, e.user_id,
                    e.stream_id, '', :node, jsonb_build_object('reason', cast(:reason as text), 'stay', e.stay)
                from (
                    select app_id, room_id, user_id, stream_id, participation_id as stay, 'PLAY_END' as action
                    from player where node_id = :node
                    union all
                    select app_id, room_id, user_id, stream_id, participation_id, 'PUBLISH_END' from stream where node_id = :node
                    union all
                    select app_id, room_id, user_id, null, participation_id, 'LOGOUT' from room_user
                    where node_id = :node and client_kind <> 'CONSOLE') e""", nodeId).setParameter("reason", reason).setParameter("now", now).executeUpdate();
    }

    private int end(OpenFact fact, long nodeId, String reason) {
        String update = """
                update %1$s f set %2$s = greatest(f.%4$s, n.renewed_at), %2$s_max = greatest(f.%4$s, n.lease_until),
                    %3$s = :reason
                from node n, %5$s c
                where n.node_id = :node and c.node_id = :node and f.id = c.%1$s_id and f.%4$s = c.%4$s and f.%2$s is null""".formatted(fact.table, fact.end, fact.reason, fact.start, fact.claim);
        return sql(update, nodeId).setParameter("reason", reason).executeUpdate();
    }

    private int closeEmptyRooms(long nodeId, String reason, Instant now) {
        em.createNativeQuery("""
                insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
                select r.session_id, r.event_seq + 1, :now, r.app_id, r.room_id, 'ROOM_CLOSED',
                    jsonb_build_object('reason', cast(:reason as text))
                from room r where not exists
                    (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""")
                .setParameter("now", now)
                .setParameter("reason", reason)
                .executeUpdate();
        int closed = sql("""
                update room_session s set closed_at = greatest(s.opened_at, n.renewed_at),
                    closed_at_max = greatest(s.opened_at, n.lease_until), close_reason = :reason, peak_users = r.peak_users
                from room r, node n
                where n.node_id = :node and s.id = r.session_id and s.opened_at = r.opened_at
                    and not exists (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""", nodeId).setParameter("reason", reason).executeUpdate();
        em.createNativeQuery("""
                delete from room r where not exists
                    (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""").executeUpdate();
        return closed;
    }

    /** Also to nobody: whoever only looks may be all that is left of a room, and closes it with the last look. */
    private void recountRooms() {
        em.createNativeQuery("""
                update room r set user_count = c.users from
                    (select each.app_id, each.room_id, count(u.user_id) as users
                    from room each left join room_user u
                        on u.app_id = each.app_id and u.room_id = each.room_id and u.client_kind <> 'CONSOLE'
                    group by each.app_id, each.room_id) c
                where r.app_id = c.app_id and r.room_id = c.room_id and r.user_count <> c.users""").executeUpdate();
    }

    private Query sql(String statement, long nodeId) {
        return em.createNativeQuery(statement).setParameter("node", nodeId);
    }
}
