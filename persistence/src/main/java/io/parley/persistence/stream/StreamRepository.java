package io.parley.persistence.stream;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomKeys;
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
import org.hibernate.query.NativeQuery;

/** Live streams and the record of every publication. */
@ApplicationScoped
public class StreamRepository {

    private static final String COLUMNS = """
            select s.app_id, s.room_id, s.stream_id, s.user_id, s.participation_id, s.publication_id, s.started_at, s.extra_info,
                s.ticket_id
            from\s""";

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /**
     * Claims the stream for this publication and writes the fact.
     *
     * @return false when somebody holds the streamID; then nothing was written
     */
    public boolean open(Publication publication, RoomUser stay, String extraInfo, long ticketId, long nodeId) {
        em.persist(publication); // takes the id; the row itself is written at flush
        int claimed = em.createNativeQuery("""
                insert into stream (app_id, stream_id, room_id, user_id, participation_id, publication_id, started_at, node_id,
                    extra_info, ticket_id)
                values (:app, :stream, :room, :user, :stay, :publication, :started, :node, :extra, :ticket)
                on conflict (app_id, stream_id) do nothing""")
                .setParameter("app", publication.appId())
                .setParameter("stream", publication.streamId())
                .setParameter("room", stay.room().roomId())
                .setParameter("user", stay.userId())
                .setParameter("stay", stay.stayId())
                .setParameter("publication", publication.id())
                .setParameter("started", publication.startedAt())
                .setParameter("node", nodeId)
                .setParameter("extra", extraInfo)
                .setParameter("ticket", ticketId)
                .executeUpdate();
        return claimed == 1;
    }

    /** Deletes the claim and ends the fact. The publication, not the streamID, is named: a late end cannot hit a successor. */
    public void end(WritePipeline writes, LiveStream stream, EndReason reason, Instant at) {
        writes.add("delete from stream where publication_id = ?", stream.publicationId());
        facts().end(writes, stream.publicationId(), stream.startedAt(), reason, at);
    }

    /** Changes what others read about a live stream. */
    public void describe(LiveStream stream, String extraInfo) {
        em.createNativeQuery("update stream set extra_info = :extra where publication_id = :publication")
                .setParameter("extra", extraInfo)
                .setParameter("publication", stream.publicationId())
                .executeUpdate();
    }

    /** Stores the counters of the relay, also after the end. */
    public void count(long publicationId, Instant startedAfter, long bytes) {
        facts().count(publicationId, startedAfter, bytes);
    }

    public Optional<LiveStream> find(long appId, String streamId) {
        return select(
                        COLUMNS + "stream s where app_id = :app and stream_id = :stream",
                        "app",
                        appId,
                        "stream",
                        streamId)
                .stream()
                .findFirst();
    }

    public Optional<LiveStream> find(long publicationId) {
        return select(COLUMNS + "stream s where publication_id = :publication", "publication", publicationId).stream()
                .findFirst();
    }

    public List<LiveStream> inRoom(RoomKey room) {
        return inRooms(List.of(room));
    }

    /** The streams of these rooms, those of each in the order of their start. */
    public List<LiveStream> inRooms(Collection<RoomKey> rooms) {
        RoomKeys names = RoomKeys.of(rooms);
        return select(query(COLUMNS + """
                unnest(cast(:apps as bigint[]), cast(:rooms as text[])) as k(app_id, room_id)
                join stream s on s.app_id = k.app_id and s.room_id = k.room_id
                order by s.started_at, s.publication_id""")
                .setParameter("apps", names.apps(), Long[].class)
                .setParameter("rooms", names.rooms(), String[].class));
    }

    public List<LiveStream> ofStay(long stayId) {
        return ofStays(List.of(stayId));
    }

    /** The streams of these stays, those of each in the order of their start. */
    public List<LiveStream> ofStays(Collection<Long> stayIds) {
        return select(query(COLUMNS + """
                stream s where s.participation_id = any(cast(:stays as bigint[])) order by s.started_at, s.publication_id""").setParameter("stays", stayIds.toArray(Long[]::new), Long[].class));
    }

    /** Tells whether this ticket has published in this stay before: then it may again, as native pushers reconnect with the same URL. */
    public boolean used(long ticketId, RoomUser stay) {
        return facts().used(ticketId, stay);
    }

    /** The publications of one call, in the order of their start. */
    public List<Publication> ofCall(long roomSessionId, Instant openedAt) {
        return facts().ofCall(roomSessionId, openedAt);
    }

    private MediaFacts<Publication> facts() {
        return new MediaFacts<>(em, Publication.class);
    }

    private NativeQuery<Tuple> query(String sql) {
        return em.unwrap(Session.class).createNativeQuery(sql, Tuple.class);
    }

    private List<LiveStream> select(String sql, Object... parameters) {
        NativeQuery<Tuple> query = query(sql);
        for (int i = 0; i < parameters.length; i += 2) {
            query.setParameter((String) parameters[i], parameters[i + 1]);
        }
        return select(query);
    }

    private static List<LiveStream> select(NativeQuery<Tuple> query) {
        return query.getResultList().stream()
                .map(StreamRepository::toLiveStream)
                .toList();
    }

    private static LiveStream toLiveStream(Tuple row) {
        return new LiveStream(
                new RoomKey(row.get("app_id", Long.class), row.get("room_id", String.class)),
                row.get("stream_id", String.class),
                row.get("user_id", String.class),
                row.get("participation_id", Long.class),
                row.get("publication_id", Long.class),
                row.get("started_at", Instant.class),
                row.get("extra_info", String.class),
                row.get("ticket_id", Long.class));
    }
}
