package io.parley.persistence.room;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The extra info of live rooms: at most one key per room, by primary key; gone with the room, by foreign key. */
@ApplicationScoped
public class RoomInfoRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    public Optional<RoomInfo> find(RoomKey room) {
        return Optional.ofNullable(find(List.of(room)).get(room));
    }

    /** The shared values of these rooms, of those that have one. */
    public Map<RoomKey, RoomInfo> find(Collection<RoomKey> rooms) {
        RoomKeys names = RoomKeys.of(rooms);
        List<Tuple> rows = em.unwrap(Session.class)
                .createNativeQuery("""
                select i.app_id, i.room_id, i.info_key, i.info_value, i.user_id, i.user_name, i.updated_at
                from unnest(cast(:apps as bigint[]), cast(:rooms as text[])) as k(app_id, room_id)
                join room_extra_info i on i.app_id = k.app_id and i.room_id = k.room_id""", Tuple.class)
                .setParameter("apps", names.apps(), Long[].class)
                .setParameter("rooms", names.rooms(), String[].class)
                .getResultList();
        return rows.stream()
                .collect(Collectors.toMap(
                        row -> new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)),
                        row -> new RoomInfo(
                                row.get("info_key", String.class),
                                row.get("info_value", String.class),
                                row.get("user_id", String.class),
                                row.get("user_name", String.class),
                                row.get("updated_at", Instant.class))));
    }

    /**
     * Writes the room's value. The room's row must be locked.
     *
     * @return false when the room has another key; then nothing was written
     */
    public boolean put(RoomKey room, RoomInfo info) {
        return em.createNativeQuery("""
                insert into room_extra_info (app_id, room_id, info_key, info_value, user_id, user_name, updated_at)
                values (:app, :room, :key, :value, :user, :name, :at)
                on conflict (app_id, room_id) do update set info_value = excluded.info_value, user_id = excluded.user_id,
                    user_name = excluded.user_name, updated_at = excluded.updated_at
                where room_extra_info.info_key = excluded.info_key""")
                        .setParameter("app", room.appId())
                        .setParameter("room", room.roomId())
                        .setParameter("key", info.key())
                        .setParameter("value", info.value())
                        .setParameter("user", info.userId())
                        .setParameter("name", info.userName())
                        .setParameter("at", info.updatedAt())
                        .executeUpdate()
                == 1;
    }
}
