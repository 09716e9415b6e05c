package io.parley.persistence.node;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds and closes everything that an incarnation left open, set by set in the caller's transaction: facts and claims, then rooms that
 * are empty. The end lies between the last renewal and the end of the lease; both are written, for an honest
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
     * A claim of an incarnation that is to end.
     *
     * @param streamId the stream that was played or published, null for a stay
     * @param isUser false for a stay of the console, which only looks
     */
    public record OpenClaim(
            Kind kind,
            RoomKey room,
            String userId,
            String userName,
            long stayId,
            boolean isUser,
            @Nullable String streamId,
            String extraInfo) {

        /** In the order in which they end. */
        public enum Kind {
            PLAYBACK,
            PUBLICATION,
            STAY
        }
    }

    /** Everything that an incarnation left open, by room; in each room players first, then streams, then stays. */
    public List<OpenClaim> claims(long nodeId) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select c.turn, c.app_id, c.room_id, c.user_id, coalesce(u.user_name, '') as user_name, c.participation_id,
                    coalesce(u.client_kind, '') <> 'CONSOLE' as is_user, c.stream_id, c.extra_info
                from (
                    select 0 as turn, app_id, room_id, user_id, participation_id, stream_id, '' as extra_info
                    from player where node_id = :node
                    union all
                    select 1, app_id, room_id, user_id, participation_id, stream_id, extra_info from stream where node_id = :node
                    union all
                    select 2, app_id, room_id, user_id, participation_id, null, '' from room_user where node_id = :node) c
                left join room_user u on u.app_id = c.app_id and u.room_id = c.room_id and u.user_id = c.user_id
                order by c.app_id, c.room_id, c.turn, c.stream_id, c.user_id""", Tuple.class)
                .setParameter("node", nodeId)
                .getResultList();
        return rows.stream()
                .map(row -> new OpenClaim(
                        OpenClaim.Kind.values()[row.get("turn", Integer.class)],
                        new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)),
                        row.get("user_id", String.class),
                        row.get("user_name", String.class),
                        row.get("participation_id", Long.class),
                        row.get("is_user", Boolean.class),
                        row.get("stream_id", String.class),
                        row.get("extra_info", String.class)))
                .toList();
    }

    /**
     * Ends facts and deletes claims; empty rooms stay until {@link #closeEmptyRooms}.
     *
     * @param reason of everything closed
     * @return the number of rows closed, by table
     */
    public Map<String, Integer> close(long nodeId, EndReason reason) {
        Map<String, Integer> closed = new LinkedHashMap<>();
        for (OpenFact fact : FACTS) {
            closed.put(fact.table, end(fact, nodeId, reason));
            sql("delete from " + fact.claim + " where node_id = :node", nodeId).executeUpdate();
        }
        recountRooms();
        return closed;
    }

    private int end(OpenFact fact, long nodeId, EndReason reason) {
        String update = """
                update %1$s f set %2$s = greatest(f.%4$s, n.renewed_at), %2$s_max = greatest(f.%4$s, n.lease_until),
                    %3$s = :reason
                from node n, %5$s c
                where n.node_id = :node and c.node_id = :node and f.id = c.%1$s_id and f.%4$s = c.%4$s and f.%2$s is null""".formatted(fact.table, fact.end, fact.reason, fact.start, fact.claim);
        return sql(update, nodeId).setParameter("reason", reason.name()).executeUpdate();
    }

    /** Closes the calls of rooms in which nobody is. @return the number of calls closed */
    public int closeEmptyRooms(long nodeId, EndReason reason) {
        int closed = sql("""
                update room_session s set closed_at = greatest(s.opened_at, n.renewed_at),
                    closed_at_max = greatest(s.opened_at, n.lease_until), close_reason = :reason, peak_users = r.peak_users
                from room r, node n
                where n.node_id = :node and s.id = r.session_id and s.opened_at = r.opened_at
                    and not exists (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""", nodeId).setParameter("reason", reason.name()).executeUpdate();
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
