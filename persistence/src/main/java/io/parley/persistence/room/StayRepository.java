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
import org.hibernate.query.NativeQuery;

/** The users in each room, and the record of every stay. */
@ApplicationScoped
public class StayRepository {

    private static final String COLUMNS = """
            select u.app_id, u.room_id, u.user_id, u.user_name, u.participation_id, u.joined_at, u.client_kind, u.node_id,
                   u.resume_hash, u.may_publish, u.publish_only, u.token_expires_at
            from\s""";

    private final SequenceNumbers ids = new SequenceNumbers("participation_seq", 50);

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** The number of a new stay. */
    public long nextId() {
        return ids.next(em);
    }

    /** Writes claim and fact of a new stay. The room's row must be locked and {@link Room#admit admitted} to. */
    public void open(WritePipeline writes, RoomUser stay, Room room, JoiningUser request) {
        byte[] hash = stay.resumeHash();
        List<String> only = stay.rights().publishOnly();
        writes.add(
                        """
                        insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id,
                            client_kind, client_version, address, resume_hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                        stay.stayId(),
                        stay.joinedAt(),
                        room.key().appId(),
                        room.key().roomId(),
                        stay.userId(),
                        stay.userName(),
                        room.sessionId(),
                        stay.nodeId(),
                        stay.clientKind(),
                        request.clientVersion(),
                        request.address(),
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
                        stay.stayId(),
                        stay.joinedAt(),
                        stay.clientKind(),
                        stay.nodeId(),
                        hash,
                        stay.rights().mayPublish(),
                        only == null ? null : only.toArray(String[]::new),
                        stay.rights().expiresAt());
    }

    /** Writes what is pending. */
    public void send(WritePipeline writes) {
        writes.send(em);
    }

    /** Replaces what the user may do. The room's row must be locked. */
    public void renew(RoomUser stay, TokenRights rights) {
        List<String> only = rights.publishOnly();
        em.unwrap(Session.class)
                .createNativeMutationQuery("""
                update room_user set may_publish = :may, publish_only = cast(:only as text[]),
                    token_expires_at = cast(:expires as timestamptz)
                where participation_id = :stay""")
                .setParameter("may", rights.mayPublish())
                .setParameter("only", only == null ? null : only.toArray(String[]::new), String[].class)
                .setParameter("expires", rights.expiresAt(), Instant.class)
                .setParameter("stay", stay.stayId())
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
        writes.add("delete from room_user where participation_id = ?", stay.stayId())
                .add("""
                        update participation set left_at = ?, left_at_max = ?, leave_reason = ?
                        where id = ? and joined_at = ? and left_at is null""", end, end, reason, stay.stayId(), stay.joinedAt());
    }

    /** A stay that may have ended. */
    public Optional<Stay> fact(long stayId, Instant joinedAfter) {
        return em.createQuery("select p from Stay p where p.id = :id and p.joinedAt >= :after", Stay.class)
                .setParameter("id", stayId)
                .setParameter("after", joinedAfter)
                .getResultStream()
                .findFirst();
    }

    public Optional<RoomUser> find(RoomKey room, String userId) {
        return select(
                        COLUMNS + "room_user u where app_id = :app and room_id = :room and user_id = :user",
                        "app",
                        room.appId(),
                        "room",
                        room.roomId(),
                        "user",
                        userId)
                .stream()
                .findFirst();
    }

    public Optional<RoomUser> find(long stayId) {
        return select(COLUMNS + "room_user u where participation_id = :stay", "stay", stayId).stream()
                .findFirst();
    }

    /** Those of the stays that have not ended. */
    public List<RoomUser> find(Collection<Long> stayIds) {
        return select(query(COLUMNS + "room_user u where u.participation_id = any(cast(:stays as bigint[]))")
                .setParameter("stays", stayIds.toArray(Long[]::new), Long[].class));
    }

    /** Those of the users who are in the room that is named beside them. */
    public List<RoomUser> find(List<RoomKey> rooms, List<String> userIds) {
        RoomKeys names = RoomKeys.of(rooms);
        return select(query(COLUMNS + """
                unnest(cast(:apps as bigint[]), cast(:rooms as text[]), cast(:users as text[])) as k(app_id, room_id, user_id)
                join room_user u on u.app_id = k.app_id and u.room_id = k.room_id and u.user_id = k.user_id""")
                .setParameter("apps", names.apps(), Long[].class)
                .setParameter("rooms", names.rooms(), String[].class)
                .setParameter("users", userIds.toArray(String[]::new), String[].class));
    }

    /** Why the stay with this resume key ended, if it was one of the user's latest and has ended. */
    public Optional<EndReason> endOf(RoomKey room, String userId, byte[] resumeHash, Instant joinedAfter) {
        return em.createQuery("""
                select p.leaveReason from Stay p
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
        return inRooms(List.of(room));
    }

    /** Everybody in these rooms, in the order of arrival. */
    public List<RoomUser> inRooms(Collection<RoomKey> rooms) {
        RoomKeys names = RoomKeys.of(rooms);
        return select(query(COLUMNS + """
                unnest(cast(:apps as bigint[]), cast(:rooms as text[])) as k(app_id, room_id)
                join room_user u on u.app_id = k.app_id and u.room_id = k.room_id
                order by u.joined_at, u.participation_id""")
                .setParameter("apps", names.apps(), Long[].class)
                .setParameter("rooms", names.rooms(), String[].class));
    }

    /** The first {@code most} of each of the rooms, in the order of arrival. */
    public List<RoomUser> inRooms(Collection<RoomKey> rooms, int most) {
        RoomKeys names = RoomKeys.of(rooms);
        return select(query(COLUMNS + """
                unnest(cast(:apps as bigint[]), cast(:rooms as text[])) as k(app_id, room_id)
                cross join lateral (
                    select * from room_user i where i.app_id = k.app_id and i.room_id = k.room_id
                    order by i.joined_at, i.participation_id limit :most) u
                order by u.joined_at, u.participation_id""")
                .setParameter("apps", names.apps(), Long[].class)
                .setParameter("rooms", names.rooms(), String[].class)
                .setParameter("most", most));
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
        return select(COLUMNS + "room_user u where node_id = :node order by joined_at", "node", nodeId);
    }

    /** The stays of one call, in the order of arrival. */
    public List<Stay> ofCall(long roomSessionId, Instant openedAt) {
        return em.createQuery("""
                select p from Stay p where p.roomSessionId = :session and p.joinedAt >= :opened
                order by p.joinedAt, p.id""", Stay.class)
                .setParameter("session", roomSessionId)
                .setParameter("opened", openedAt)
                .getResultList();
    }

    private NativeQuery<Tuple> query(String sql) {
        return em.unwrap(Session.class).createNativeQuery(sql, Tuple.class);
    }

    private List<RoomUser> select(String sql, Object... parameters) {
        NativeQuery<Tuple> query = query(sql);
        for (int i = 0; i < parameters.length; i += 2) {
            query.setParameter((String) parameters[i], parameters[i + 1]);
        }
        return select(query);
    }

    private static List<RoomUser> select(NativeQuery<Tuple> query) {
        return query.getResultList().stream().map(StayRepository::toRoomUser).toList();
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
                new TokenRights(
                        row.get("may_publish", Boolean.class),
                        only == null ? null : Arrays.asList(only),
                        row.get("token_expires_at", Instant.class)));
    }
}
