package io.parley.persistence.room;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Live rooms and the calls they leave behind. */
@ApplicationScoped
public class RoomRepository {

    private static final int OPEN_ATTEMPTS = 5;

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /**
     * The room with its row locked, opened if it was not live.
     *
     * @param capacity seats that the opening client asks for, 0 for as many as the app has; counts only when this call opens the room
     */
    public Room openAndLock(RoomKey key, int capacity, Instant now, long nodeId) {
        return Objects.requireNonNull(
                openAndLock(Map.of(key, capacity), now, nodeId).get(key));
    }

    /**
     * The same for several rooms. Rows are locked in the order of their keys, so that whoever does the same does not wait crosswise.
     *
     * @param capacities for each room, as above
     */
    public Map<RoomKey, Room> openAndLock(Map<RoomKey, Integer> capacities, Instant now, long nodeId) {
        Map<RoomKey, Room> locked = new HashMap<>();
        // Between a lost insert and the lock the room can close again, hence the loop.
        for (int i = 0; i < OPEN_ATTEMPTS; i++) {
            locked.putAll(lock(missing(capacities, locked)));
            List<RoomKey> dead = missing(capacities, locked);
            if (!dead.isEmpty()) {
                locked.putAll(open(dead, capacities, now, nodeId));
            }
            if (locked.size() == capacities.size()) {
                return locked;
            }
        }
        throw new Refused(Refusal.TRY_LATER, "room kept opening and closing");
    }

    private static List<RoomKey> missing(Map<RoomKey, Integer> wanted, Map<RoomKey, Room> locked) {
        return wanted.keySet().stream().filter(key -> !locked.containsKey(key)).toList();
    }

    /** Opens those that nobody else opens just now; they are locked by being new. */
    private Map<RoomKey, Room> open(List<RoomKey> keys, Map<RoomKey, Integer> capacities, Instant now, long nodeId) {
        RoomKeys names = RoomKeys.of(keys);
        return rooms(em.unwrap(Session.class)
                .createNativeQuery("""
                with opened as (
                    insert into room (app_id, room_id, session_id, opened_at, capacity)
                    select k.app_id, k.room_id, nextval('room_session_seq'), cast(:now as timestamptz), k.capacity
                    from unnest(cast(:apps as bigint[]), cast(:rooms as text[]), cast(:capacities as int[]))
                        as k(app_id, room_id, capacity)
                    order by k.app_id, k.room_id
                    on conflict do nothing
                    returning app_id, room_id, session_id, opened_at, event_seq, user_count, peak_users, capacity),
                call as (
                    insert into room_session (id, opened_at, app_id, room_id, node_id)
                    select session_id, opened_at, app_id, room_id, cast(:node as bigint) from opened)
                select * from opened""", Tuple.class)
                .setParameter("apps", names.apps(), Long[].class)
                .setParameter("rooms", names.rooms(), String[].class)
                .setParameter("capacities", keys.stream().map(capacities::get).toArray(Integer[]::new), Integer[].class)
                .setParameter("now", now)
                .setParameter("node", nodeId)
                .getResultList());
    }

    /** The live room with its row locked until the end of the transaction. What changes of it is written by {@link #save}. */
    public Optional<Room> lock(RoomKey key) {
        return Optional.ofNullable(lock(List.of(key)).get(key));
    }

    /** Those of the rooms that are live, locked in the order of their keys. */
    public Map<RoomKey, Room> lock(Collection<RoomKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        RoomKeys names = RoomKeys.of(keys);
        return rooms(em.unwrap(Session.class)
                .createNativeQuery("""
                select r.app_id, r.room_id, r.session_id, r.opened_at, r.event_seq, r.user_count, r.peak_users, r.capacity
                from unnest(cast(:apps as bigint[]), cast(:rooms as text[])) as k(app_id, room_id)
                join room r on r.app_id = k.app_id and r.room_id = k.room_id
                order by r.app_id, r.room_id for update of r""", Tuple.class)
                .setParameter("apps", names.apps(), Long[].class)
                .setParameter("rooms", names.rooms(), String[].class)
                .getResultList());
    }

    private static Map<RoomKey, Room> rooms(List<Tuple> rows) {
        return rows.stream()
                .map(row -> new Room(
                        new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)),
                        row.get("session_id", Long.class),
                        row.get("opened_at", Instant.class),
                        row.get("event_seq", Long.class),
                        row.get("user_count", Integer.class),
                        row.get("peak_users", Integer.class),
                        row.get("capacity", Integer.class)))
                .collect(Collectors.toMap(Room::key, room -> room));
    }

    /** Writes what has changed of a locked room. */
    public void save(WritePipeline writes, Room room) {
        writes.add(
                "update room set event_seq = ?, user_count = ?, peak_users = ? where app_id = ? and room_id = ?",
                room.eventSeq(),
                room.userCount(),
                room.peakUsers(),
                room.key().appId(),
                room.key().roomId());
    }

    /** Rooms without a user, as a server that died leaves them. */
    public List<RoomKey> empty() {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select r.app_id, r.room_id from room r where not exists
                    (select 1 from room_user u where u.app_id = r.app_id and u.room_id = r.room_id)""", Tuple.class).getResultList();
        return rows.stream()
                .map(row -> new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)))
                .toList();
    }

    /** The live room as it is now; good for asking, not for acting. */
    public Optional<Room> find(RoomKey key) {
        return Optional.ofNullable(em.find(Room.class, key));
    }

    /** Rooms whose call has lasted as long as their app allows, the oldest first. */
    public List<RoomKey> overdue(Instant now, int limit) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select r.app_id, r.room_id from app a join room r on r.app_id = a.app_id
                where a.max_minutes is not null and r.opened_at <= cast(:now as timestamptz) - make_interval(mins => a.max_minutes)
                order by r.opened_at""", Tuple.class)
                .setParameter("now", now)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream()
                .map(row -> new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)))
                .toList();
    }

    /** Rooms of apps that are switched off, the oldest first. */
    public List<RoomKey> ofDisabledApps(int limit) {
        return em.createQuery("""
                select r.key from App a join Room r on r.key.appId = a.appId
                where a.disabledAt is not null order by r.openedAt""", RoomKey.class).setMaxResults(limit).getResultList();
    }

    /** Ends the life of an empty room. */
    public void close(WritePipeline writes, Room room, EndReason reason, Instant at) {
        Instant opened = room.callId().openedAt();
        Instant end = at.isBefore(opened) ? opened : at;
        writes.add("""
                        update room_session set closed_at = ?, closed_at_max = ?, close_reason = ?, peak_users = ?
                        where id = ? and opened_at = ? and closed_at is null""", end, end, reason, room.peakUsers(), room.sessionId(), opened)
                .add(
                        "delete from room where app_id = ? and room_id = ?",
                        room.key().appId(),
                        room.key().roomId());
    }

    /** The number of users of each room in which this node holds a stay. One query, whatever the number of rooms and users. */
    public Map<RoomKey, Integer> userCounts(long nodeId) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                select app_id, room_id, user_count from room
                where (app_id, room_id) in (select app_id, room_id from room_user where node_id = :node)""", Tuple.class)
                .setParameter("node", nodeId)
                .getResultList();
        return rows.stream()
                .collect(Collectors.toMap(
                        row -> new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)),
                        row -> row.get("user_count", Integer.class)));
    }

    /** A number that no other message has, of any room. */
    public long nextMessageId() {
        return ((Number) em.createNativeQuery("select nextval('message_seq')").getSingleResult()).longValue();
    }

    public List<Room> live(long appId, int limit) {
        return em.createQuery(
                        "select r from Room r where r.key.appId = :app order by r.openedAt, r.key.roomId", Room.class)
                .setParameter("app", appId)
                .setMaxResults(limit)
                .getResultList();
    }
}
