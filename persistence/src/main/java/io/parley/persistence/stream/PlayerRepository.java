package io.parley.persistence.stream;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** The live players, and the record of every playback. */
@ApplicationScoped
public class PlayerRepository {

    private static final String COLUMNS = """
            select app_id, room_id, stream_id, user_id, participation_id, playback_id, publication_id, started_at, ticket_id
            from player\s""";

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** Writes claim and fact of a new playback. */
    public void open(Playback playback, RoomUser stay, LiveStream stream, long ticketId, long nodeId) {
        em.persist(playback);
        em.createNativeQuery("""
                insert into player (playback_id, app_id, stream_id, publication_id, room_id, user_id, participation_id,
                    started_at, node_id, ticket_id)
                values (:playback, :app, :stream, :publication, :room, :user, :stay, :started, :node, :ticket)""")
                .setParameter("playback", playback.id())
                .setParameter("app", stay.room().appId())
                .setParameter("stream", stream.streamId())
                .setParameter("publication", stream.publicationId())
                .setParameter("room", stay.room().roomId())
                .setParameter("user", stay.userId())
                .setParameter("stay", stay.stayId())
                .setParameter("started", playback.startedAt())
                .setParameter("node", nodeId)
                .setParameter("ticket", ticketId)
                .executeUpdate();
    }

    /** Deletes the claim and ends the fact. */
    public void end(WritePipeline writes, LivePlayer player, EndReason reason, Instant at) {
        writes.add("delete from player where playback_id = ?", player.playbackId());
        facts().end(writes, player.playbackId(), player.startedAt(), reason, at);
    }

    /** Stores the counters of the relay, also after the end. */
    public void count(long playbackId, Instant startedAfter, long bytes) {
        facts().count(playbackId, startedAfter, bytes);
    }

    public Optional<LivePlayer> find(long playbackId) {
        return select(COLUMNS + "where playback_id = :key", playbackId).stream().findFirst();
    }

    public List<LivePlayer> ofStay(long stayId) {
        return ofStays(List.of(stayId));
    }

    /** The players of these stays, the oldest first. */
    public List<LivePlayer> ofStays(Collection<Long> stayIds) {
        return em
                .unwrap(Session.class)
                .createNativeQuery(
                        COLUMNS + "where participation_id = any(cast(:stays as bigint[])) order by playback_id",
                        Tuple.class)
                .setParameter("stays", stayIds.toArray(Long[]::new), Long[].class)
                .getResultList()
                .stream()
                .map(PlayerRepository::toLivePlayer)
                .toList();
    }

    /** Those who play the room's streams. */
    public List<LivePlayer> inRoom(RoomKey room) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery(COLUMNS + """
                        where publication_id in (select publication_id from stream where app_id = :app and room_id = :room)
                        order by playback_id""", Tuple.class)
                .setParameter("app", room.appId())
                .setParameter("room", room.roomId())
                .getResultList();
        return rows.stream().map(PlayerRepository::toLivePlayer).toList();
    }

    /** The players that use this ticket now, the oldest first. */
    public List<LivePlayer> using(long ticketId) {
        return select(COLUMNS + "where ticket_id = :key order by started_at, playback_id", ticketId);
    }

    /** The number of players that use this ticket now. */
    public long countUsing(long ticketId) {
        return (Long) em.createNativeQuery("select count(*) from player where ticket_id = :ticket", Long.class)
                .setParameter("ticket", ticketId)
                .getSingleResult();
    }

    /** Tells whether this ticket has played in this stay before: then it may again, as native players reconnect with the same URL. */
    public boolean used(long ticketId, RoomUser stay) {
        return facts().used(ticketId, stay);
    }

    /** The playbacks of one call, in the order of their start. */
    public List<Playback> ofCall(long roomSessionId, Instant openedAt) {
        return facts().ofCall(roomSessionId, openedAt);
    }

    private MediaFacts<Playback> facts() {
        return new MediaFacts<>(em, Playback.class);
    }

    private List<LivePlayer> select(String sql, long key) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows =
                em.createNativeQuery(sql, Tuple.class).setParameter("key", key).getResultList();
        return rows.stream().map(PlayerRepository::toLivePlayer).toList();
    }

    private static LivePlayer toLivePlayer(Tuple row) {
        return new LivePlayer(
                new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)),
                row.get("stream_id", String.class),
                row.get("user_id", String.class),
                row.get("participation_id", Long.class),
                row.get("playback_id", Long.class),
                row.get("publication_id", Long.class),
                row.get("started_at", Instant.class),
                row.get("ticket_id", Long.class));
    }
}
