package io.parley.ejb.room;

import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.StayEvent.StayEnded;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.CallEvent;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.Admission;
import io.parley.persistence.room.Participation;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.room.Visitor;
import io.parley.persistence.stream.LivePlayer;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a stay and a stream begin and end, whoever is the cause. Every method runs in the caller's transaction with the room's row
 * locked, and writes claim, fact, audit, event feed and CDI event together.
 */
@ApplicationScoped
public class Stays {

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RoomRepository rooms;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private StayRepository stays;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private StreamRepository streams;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private PlayerRepository players;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail audit;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus node;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Announcements announcements;

    /** Lets a user in; an older stay of the same user gives way. */
    public RoomUser begin(Room room, Visitor visitor, byte[] resumeHash, Admission admission) {
        stays.find(room.key(), visitor.userId().value())
                .ifPresent(old -> leave(room, old, EndReason.REPLACED_BY_LOGIN));
        room.admit();
        Instant now = clock.instant();
        long nodeId = node.requireReady();
        RoomUser stay = stays.open(
                new Participation(room, visitor, resumeHash, now, nodeId), room, resumeHash, admission, nodeId);
        audit.record(AuditRecord.byUser(room.key().appId(), stay.userId(), AuditAction.LOGIN, null)
                .in(room.key().roomId())
                .from(visitor.address())
                .with(Map.of("stay", stay.participationId(), "client", visitor.clientKind())));
        long seq = room.nextSeq();
        publish(room, seq, "USER_ADDED", Map.of("userID", stay.userId(), "userName", stay.userName()));
        announcements.announce(new RoomEvent.UserAdded(room.key(), room.sessionId(), seq, UserView.of(stay)));
        return stay;
    }

    /** Ends a stay with everything that lives by it, and the room's life with the last one. */
    public void end(Room room, RoomUser stay, EndReason reason) {
        leave(room, stay, reason);
        if (room.isEmpty()) {
            publish(room, room.nextSeq(), "ROOM_CLOSED", Map.of("reason", EndReason.EMPTY));
            rooms.close(room, EndReason.EMPTY, clock.instant());
        }
    }

    private void leave(Room room, RoomUser stay, EndReason reason) {
        List<LiveStream> published = streams.ofStay(stay.participationId());
        published.forEach(stream -> endStream(room, stay, stream, reason));
        List<LivePlayer> played = players.ofStay(stay.participationId());
        played.forEach(player -> endPlayer(player, reason));
        cut(
                published.stream().map(LiveStream::publicationId).toList(),
                played.stream().map(LivePlayer::playbackId).toList());
        stays.end(stay, reason, clock.instant());
        room.release();
        audit.record(AuditRecord.byUser(room.key().appId(), stay.userId(), AuditAction.LOGOUT, null)
                .in(room.key().roomId())
                .with(Map.of("stay", stay.participationId(), "reason", reason)));
        long seq = room.nextSeq();
        publish(room, seq, "USER_REMOVED", Map.of("userID", stay.userId(), "reason", reason));
        announcements.announce(new RoomEvent.UserRemoved(room.key(), room.sessionId(), seq, UserView.of(stay), reason));
        announcements.announce(new StayEnded(stay.participationId(), reason));
    }

    /** The others hear of a new stream, and so does its publisher. */
    public void streamBegan(Room room, RoomUser stay, String streamId, String extraInfo) {
        long seq = room.nextSeq();
        publish(room, seq, "STREAM_ADDED", Map.of("userID", stay.userId(), "streamID", streamId));
        announcements.announce(new RoomEvent.StreamAdded(
                room.key(), room.sessionId(), seq, new StreamView(streamId, UserView.of(stay), extraInfo)));
    }

    /** Ends a stream; the others and its publisher hear of it. */
    public void endStream(Room room, RoomUser stay, LiveStream stream, EndReason reason) {
        streams.end(stream, reason, clock.instant());
        audit.record(AuditRecord.byUser(room.key().appId(), stay.userId(), AuditAction.PUBLISH_END, null)
                .in(room.key().roomId())
                .of(stream.streamId())
                .with(Map.of("publication", stream.publicationId(), "reason", reason)));
        long seq = room.nextSeq();
        publish(
                room,
                seq,
                "STREAM_REMOVED",
                Map.of("userID", stay.userId(), "streamID", stream.streamId(), "reason", reason));
        announcements.announce(new RoomEvent.StreamRemoved(
                room.key(),
                room.sessionId(),
                seq,
                new StreamView(stream.streamId(), UserView.of(stay), stream.extraInfo()),
                reason));
        announcements.announce(new StayEvent.PublishState(
                stay.participationId(), stream.streamId(), stream.publicationId(), false, reason));
    }

    /** Ends a playback; only its user hears of it. */
    public void endPlayer(LivePlayer player, EndReason reason) {
        players.end(player, reason, clock.instant());
        audit.record(AuditRecord.byUser(player.room().appId(), player.userId(), AuditAction.PLAY_END, null)
                .in(player.room().roomId())
                .of(player.streamId())
                .with(Map.of("playback", player.playbackId(), "reason", reason)));
        announcements.announce(new StayEvent.PlayState(
                player.participationId(), player.streamId(), player.playbackId(), false, reason));
    }

    /** Has the relay cut media once this transaction has committed. */
    public void cut(List<Long> publications, List<Long> playbacks) {
        if (!publications.isEmpty() || !playbacks.isEmpty()) {
            announcements.announce(new MediaCut(publications, playbacks));
        }
    }

    private void publish(Room room, long seq, String event, Map<String, Object> body) {
        audit.publish(new CallEvent(room.key().appId(), room.key().roomId(), room.sessionId(), seq, event, body));
    }
}
