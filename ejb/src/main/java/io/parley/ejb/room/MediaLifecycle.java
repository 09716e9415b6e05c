package io.parley.ejb.room;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.sql.WritePipeline;
import io.parley.persistence.stream.LivePlayer;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Begins and ends streams and players in a room, whatever the cause. Every method runs in the caller's transaction with the room's row
 * locked, and writes claim, fact, audit, event feed and CDI event together.
 */
@ApplicationScoped
public class MediaLifecycle {

    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StreamRepository streams;
    private final PlayerRepository players;
    private final BanRepository bans;
    private final AuditTrail audit;
    private final Clock clock;
    private final AfterCommitEvents events;
    private final RoomEvents roomEvents;

    @Inject
    public MediaLifecycle(
            RoomRepository rooms,
            StayRepository stays,
            StreamRepository streams,
            PlayerRepository players,
            BanRepository bans,
            AuditTrail audit,
            Clock clock,
            AfterCommitEvents events,
            RoomEvents roomEvents) {
        this.rooms = rooms;
        this.stays = stays;
        this.streams = streams;
        this.players = players;
        this.bans = bans;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
        this.roomEvents = roomEvents;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MediaLifecycle() {
        this(null, null, null, null, null, null, null, null, null);
    }

    /** The others hear of a new stream, and so does its publisher. The caller sends what is to be written. */
    public void streamBegan(WritePipeline writes, Room room, RoomUser stay, String streamId, String extraInfo) {
        StreamView stream = new StreamView(streamId, UserView.of(stay), extraInfo);
        roomEvents.publish(
                writes, room, new RoomEvent.StreamAdded(room.key(), room.sessionId(), room.nextSeq(), stream));
        rooms.save(writes, room);
    }

    /** Ends a stream; the others and its publisher hear of it. */
    public void endStream(Room room, RoomUser stay, LiveStream stream, EndReason reason) {
        endStream(room, stay, stream, reason, "");
    }

    private void endStream(Room room, RoomUser stay, LiveStream stream, EndReason reason, String note) {
        WritePipeline writes = new WritePipeline();
        endStream(writes, room, stay, stream, reason, note);
        rooms.save(writes, room);
        stays.send(writes);
    }

    /** Ends a publication whose own user publishes the stream anew: the others have the stream all the time. */
    public void takeOver(RoomUser stay, LiveStream stream) {
        WritePipeline writes = new WritePipeline();
        streams.end(writes, stream, EndReason.TAKEN_OVER, clock.instant());
        recordEnd(writes, stay, stream, EndReason.TAKEN_OVER, "");
        stays.send(writes);
    }

    /** Ends a stream for an administrator: its address is worth nothing any more, for pushers come back by themselves. */
    public void stopStream(Room room, RoomUser stay, LiveStream stream, EndReason reason, String note) {
        WritePipeline writes = new WritePipeline();
        bans.revoke(writes, stream.ticketId(), clock.instant());
        stays.send(writes);
        endStream(room, stay, stream, reason, note);
        cut(List.of(stream.publicationId()), List.of());
    }

    void endStream(WritePipeline writes, Room room, RoomUser stay, LiveStream stream, EndReason reason, String note) {
        streams.end(writes, stream, reason, clock.instant());
        recordEnd(writes, stay, stream, reason, note);
        StreamView seen = new StreamView(stream.streamId(), UserView.of(stay), stream.extraInfo());
        roomEvents.publish(
                writes,
                room,
                new RoomEvent.StreamRemoved(room.key(), room.sessionId(), room.nextSeq(), seen, reason, note));
        events.publish(new StayEvent.PublishState(
                stay.stayId(), stream.streamId(), stream.publicationId(), false, reason, note));
    }

    private void recordEnd(WritePipeline writes, RoomUser stay, LiveStream stream, EndReason reason, String note) {
        audit.record(
                writes,
                AuditRecord.byUser(stay.room().appId(), stay.userId(), AuditAction.PUBLISH_END, null)
                        .in(stay.room().roomId())
                        .of(stream.streamId())
                        .with(AuditDetail.PUBLICATION, stream.publicationId())
                        .with(AuditDetail.REASON, reason)
                        .noted(note));
    }

    /** Ends a playback; only its user hears of it. */
    public void endPlayer(LivePlayer player, EndReason reason) {
        WritePipeline writes = new WritePipeline();
        endPlayer(writes, player, reason);
        stays.send(writes);
    }

    /** As above, together with other writes. */
    void endPlayer(WritePipeline writes, LivePlayer player, EndReason reason) {
        players.end(writes, player, reason, clock.instant());
        audit.record(
                writes,
                AuditRecord.byUser(player.room().appId(), player.userId(), AuditAction.PLAY_END, null)
                        .in(player.room().roomId())
                        .of(player.streamId())
                        .with(AuditDetail.PLAYBACK, player.playbackId())
                        .with(AuditDetail.REASON, reason));
        events.publish(new StayEvent.PlayState(player.stayId(), player.streamId(), player.playbackId(), false, reason));
    }

    /** Has the relay cut media once this transaction has committed. */
    public void cut(List<Long> publications, List<Long> playbacks) {
        if (!publications.isEmpty() || !playbacks.isEmpty()) {
            events.publish(new MediaClosed(publications, playbacks));
        }
    }

    /** Facts with what an administrator says about them, if anything. */
    static Map<String, Object> noted(String note, Map<String, Object> facts) {
        if (note.isEmpty()) {
            return facts;
        }
        Map<String, Object> body = new LinkedHashMap<>(facts);
        body.put("note", note);
        return body;
    }
}
