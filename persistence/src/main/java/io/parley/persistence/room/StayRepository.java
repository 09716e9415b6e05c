package io.parley.persistence.room;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.sql.SequenceNumbers;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Who is in which room, and the record of every stay. */
@ApplicationScoped
public class StayRepository {

    private static final String COLUMNS = """
            select app_id, room_id, user_id, user_name, participation_id, joined_at, client_kind, node_id, resume_hash,
                   may_publish, publish_only, token_expires_at
            from room_user\s""";

    private final SequenceNumbers ids = new SequenceNumbers("participation_seq", 50);

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** The number of a new stay. */
    public long nextId() {
        return ids.next(em);
    }

    /** Writes claim and fact of a new stay. The room's row must be locked and {@link Room#admit admitted} to. */
    public void open(WritePipeline writes, RoomUser stay, Room room, Visitor visitor) {
        byte[] hash = stay.resumeHash();
        List<String> only = stay.admission().publishOnly();
        writes.add(
                        """
                        insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id,
                            client_kind, client_version, address, resume_hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                        stay.participationId(),
                        stay.joinedAt(),
                        room.key().appId(),
                        room.key().roomId(),
                        stay.userId(),
                        stay.userName(),
                        room.sessionId(),
                        stay.nodeId(),
                        stay.clientKind(),
                        visitor.clientVersion(),
                        visitor.address(),
                        hash)
                .add(
                        """
                        insert into room_user (app_id, room_id, user_id, user_name, participation_id, joined_at, client_kind, node_id,
                            resume_hash, may_publish, publish_only, token_expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as text[]), cast(? as timestamptz))""",
                        room.key().appId(),
                        room.key().roomId(),
                        stay.userId(),
                        stay.userName(),
                        stay.participationId(),
                        stay.joinedAt(),
                        stay.clientKind(),
                        stay.nodeId(),
                        hash,
                        stay.admission().mayPublish(),
                        only == null ? null : only.toArray(String[]::new),
                        stay.admission().expiresAt());
    }

    /** Writes what is pending. */
    public void send(WritePipeline writes) {
        writes.send(em);
    }

    /** Replaces what the user may do. The room's row must be locked. */
    public void renew(RoomUser stay, Admission admission) {
        List<String> only = admission.publishOnly();
        em.unwrap(Session.class)
                .createNativeMutationQuery("""
                update room_user set may_publish = :may, publish_only = cast(:only as text[]),
                    token_expires_at = cast(:expires as timestamptz)
                where participation_id = :stay""")
                .setParameter("may", admission.mayPublish())
                .setParameter("only", only == null ? null : only.toArray(String[]::new), String[].class)
                .setParameter("expires", admission.expiresAt(), Instant.class)
                .setParameter("stay", stay.participationId())
                .executeUpdate();
    }

    /** Those of the users that are inside. */
    public Set<String> present(RoomKey room, Collection<String> userIds) {
        return names(room, userIds).keySet();
    }

    /** Deletes the claim and ends the fact. Streams and players of the stay must have ended before. */
    public void end(WritePipeline writes, RoomUser stay, EndReason reason, Instant at) {
        // A clock may have been set back; nothing ends before it began.
        Instant end = at.isBefore(stay.joinedAt()) ? stay.joinedAt() : at;
        writes.add("delete from room_user where participation_id = ?", stay.participationId())
                .add("""
                        update participation set left_at = ?, left_at_max = ?, leave_reason = ?
                        where id = ? and joined_at = ? and left_at is null""", end, end, reason, stay.participationId(), stay.joinedAt());
    }

    /** A stay that may have ended. */
    public Optional<Participation> fact(long participationId, Instant joinedAfter) {
        return em.createQuery(
                        "select p from Participation p where p.id = :id and p.joinedAt >= :after", Participation.class)
                .setParameter("id", participationId)
                .setParameter("after", joinedAfter)
                .getResultStream()
                .findFirst();
    }

    public Optional<RoomUser> find(RoomKey room, String userId) {
        return select(
                        COLUMNS + "where app_id = :app and room_id = :room and user_id = :user",
                        "app",
                        room.appId(),
                        "room",
                        room.roomId(),
                        "user",
                        userId)
                .stream()
                .findFirst();
    }

    public Optional<RoomUser> find(long participationId) {
        return select(COLUMNS + "where participation_id = :stay", "stay", participationId).stream()
                .findFirst();
    }

    /** Why the stay with this resume key ended, if it was one of the user's latest and has ended. */
    public Optional<EndReason> endOf(RoomKey room, String userId, byte[] resumeHash, Instant joinedAfter) {
        return em.createQuery("""
                select p.leaveReason from Participation p
                where p.appId = :app and p.userId = :user and p.joinedAt >= :after and p.roomId = :room
                    and p.resumeHash = :hash and p.leaveReason is not null""", EndReason.class)
                .setParameter("app", room.appId())
                .setParameter("user", userId)
                .setParameter("after", joinedAfter)
                .setParameter("room", room.roomId())
                .setParameter("hash", resumeHash)
                .getResultStream()
                .findFirst();
    }

    /** Everybody inside, in the order of arrival. */
    public List<RoomUser> inRoom(RoomKey room) {
        return select(
                COLUMNS + "where app_id = :app and room_id = :room order by joined_at, participation_id",
                "app",
                room.appId(),
                "room",
                room.roomId());
    }

    /** The first of them, in the order of arrival. */
    public List<RoomUser> inRoom(RoomKey room, int most) {
        return select(
                COLUMNS + "where app_id = :app and room_id = :room order by joined_at, participation_id limit :most",
                "app",
                room.appId(),
                "room",
                room.roomId(),
                "most",
                most);
    }

    /** Names of these users, as far as they are inside. */
    public Map<String, String> names(RoomKey room, Collection<String> userIds) {
        @SuppressWarnings("unchecked")
        List<Tuple> found = em.unwrap(Session.class)
                .createNativeQuery("""
                select user_id, user_name from room_user
                where app_id = :app and room_id = :room and user_id = any(cast(:users as text[]))""", Tuple.class)
                .setParameter("app", room.appId())
                .setParameter("room", room.roomId())
                .setParameter("users", userIds.toArray(String[]::new), String[].class)
                .getResultList();
        return found.stream()
                .collect(Collectors.toMap(
                        row -> row.get("user_id", String.class), row -> row.get("user_name", String.class)));
    }

    /** Stays of this node whose token has expired, in apps that end them then. */
    public List<Long> withExpiredToken(long nodeId, Instant now, int limit) {
        @SuppressWarnings("unchecked")
        List<Long> ids = em.createNativeQuery("""
                select u.participation_id from app a join room_user u on u.app_id = a.app_id
                where a.token_expiry = 'END' and u.node_id = :node and u.token_expires_at <= :now
                order by u.token_expires_at""", Long.class)
                .setParameter("node", nodeId)
                .setParameter("now", now)
                .setMaxResults(limit)
                .getResultList();
        return ids;
    }

    /** Every stay that this node holds. */
    public List<RoomUser> ofNode(long nodeId) {
        return select(COLUMNS + "where node_id = :node order by joined_at", "node", nodeId);
    }

    /** The stays of one call, in the order of arrival. */
    public List<Participation> ofCall(long roomSessionId, Instant openedAt) {
        return em.createQuery("""
                select p from Participation p where p.roomSessionId = :session and p.joinedAt >= :opened
                order by p.joinedAt, p.id""", Participation.class)
                .setParameter("session", roomSessionId)
                .setParameter("opened", openedAt)
                .getResultList();
    }

    private List<RoomUser> select(String sql, Object... parameters) {
        var query = em.createNativeQuery(sql, Tuple.class);
        for (int i = 0; i < parameters.length; i += 2) {
            query.setParameter((String) parameters[i], parameters[i + 1]);
        }
        @SuppressWarnings("unchecked")
        List<Tuple> rows = query.getResultList();
        return rows.stream().map(StayRepository::toRoomUser).toList();
    }

    private static RoomUser toRoomUser(Tuple row) {
        String[] only = row.get("publish_only", String[].class);
        return new RoomUser(
                new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)),
                row.get("user_id", String.class),
                row.get("user_name", String.class),
                row.get("participation_id", Long.class),
                row.get("joined_at", Instant.class),
                ClientKind.valueOf(row.get("client_kind", String.class)),
                row.get("node_id", Long.class),
                row.get("resume_hash", byte[].class),
                new Admission(
                        row.get("may_publish", Boolean.class),
                        only == null ? null : Arrays.asList(only),
                        row.get("token_expires_at", Instant.class)));
    }
}
