package io.parley.ejb.room;

import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.StayEvent.StayEnded;
import io.parley.persistence.app.AddressRange;
import io.parley.persistence.app.App;
import io.parley.persistence.app.Ban;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.app.DuplicateLogin;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.Admission;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.room.Visitor;
import io.parley.persistence.sql.WritePipeline;
import io.parley.persistence.stream.LivePlayer;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a stay and a stream begin and end, whoever is the cause. Every method runs in the caller's transaction with the room's row
 * locked, and writes claim, fact, audit, event feed and CDI event together.
 */
@ApplicationScoped
public class Stays {

    /** After these a device does not come back with the address it has. */
    private static final Set<EndReason> FOR_GOOD =
            EnumSet.of(EndReason.KICKED, EndReason.ROOM_CLOSED, EndReason.BANNED, EndReason.ROOM_TIME_UP);

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

    @Inject
    @SuppressWarnings("NullAway.Init")
    private BanRepository bans;

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

    /** Refuses whom an administrator has forbidden this. */
    public void requireNotBanned(RoomKey room, String userId, String address, Forbids what) {
        bans.against(room.appId(), userId, AddressRange.host(address), room.roomId(), what, clock.instant())
                .ifPresent(ban -> refuse(ban, what));
    }

    private static void refuse(Ban ban, Forbids what) {
        throw new Refused(
                what == Forbids.PUBLISH ? Refusal.PUBLISH_BANNED : Refusal.BANNED,
                "ban " + ban.id() + ": " + ban.reason());
    }

    /**
     * Refuses whom the app's rules do not let in.
     *
     * @param inside whether the user is in the room already
     */
    public void requireFirst(App app, boolean inside) {
        if (inside && app.duplicateLogin() == DuplicateLogin.REFUSE) {
            throw new Refused(Refusal.LOGGED_IN_ELSEWHERE);
        }
    }

    /**
     * Lets a user in who is {@link #requireNotBanned not banned}; an older stay of the same user gives way, or keeps the newer one out, as
     * the app will have it. A ban that is written meanwhile ends the stay within a second.
     *
     * @param credential what let it in, for the record: the slot of the token's secret, or that it was a ticket
     */
    public RoomUser begin(
            App app, Room room, Visitor visitor, byte[] resumeHash, Admission admission, String credential) {
        if (!room.isNew()) {
            Optional<RoomUser> inside = stays.find(room.key(), visitor.userId().value());
            requireFirst(app, inside.isPresent());
            inside.ifPresent(old -> leave(room, old, EndReason.REPLACED_BY_LOGIN, ""));
        }
        room.admit(visitor.clientKind(), app.roomCapacity());
        Instant now = clock.instant();
        long nodeId = node.requireReady();
        RoomUser stay = new RoomUser(
                room.key(),
                visitor.userId().value(),
                visitor.userName().value(),
                stays.nextId(),
                now,
                visitor.clientKind(),
                nodeId,
                resumeHash,
                admission);
        WritePipeline writes = new WritePipeline();
        stays.open(writes, stay, room, visitor);
        if (visitor.clientKind().isUser()) {
            AuditRecord login = AuditRecord.byUser(room.key().appId(), stay.userId(), AuditAction.LOGIN, null)
                    .in(room.key().roomId())
                    .from(visitor.address())
                    .with(Map.of(
                            "stay", stay.participationId(), "client", visitor.clientKind(), "credential", credential));
            audit.record(writes, login);
        }
        long seq = room.nextSeq();
        audit.publish(writes, room, seq, "USER_ADDED", Map.of("userID", stay.userId(), "userName", stay.userName()));
        stays.send(writes);
        announcements.announce(new RoomEvent.UserAdded(room.key(), room.sessionId(), seq, UserView.of(stay)));
        return stay;
    }

    /** Ends a stay with everything that lives by it, and the room's life with the last one. */
    public void end(Room room, RoomUser stay, EndReason reason) {
        end(room, stay, reason, "");
    }

    /**
     * As {@link #end(Room, RoomUser, EndReason)}, by an administrator.
     *
     * @param note what the user is told and the records keep
     */
    public void end(Room room, RoomUser stay, EndReason reason, String note) {
        leave(room, stay, reason, note);
        if (room.isEmpty()) {
            stays.inRoom(room.key()).forEach(looking -> leave(room, looking, EndReason.ROOM_CLOSED, ""));
            close(room, EndReason.EMPTY, "");
        }
    }

    /** Ends the room's life, with the stays of everybody inside. */
    public void endAll(Room room, EndReason reason, String note) {
        stays.inRoom(room.key()).forEach(stay -> leave(room, stay, reason, note));
        close(room, reason, note);
    }

    private void close(Room room, EndReason reason, String note) {
        audit.publish(room, room.nextSeq(), "ROOM_CLOSED", noted(note, Map.of("reason", reason)));
        rooms.close(room, reason, clock.instant());
    }

    private static Map<String, Object> noted(String note, Map<String, Object> facts) {
        if (note.isEmpty()) {
            return facts;
        }
        Map<String, Object> body = new LinkedHashMap<>(facts);
        body.put("note", note);
        return body;
    }

    private void leave(Room room, RoomUser stay, EndReason reason, String note) {
        List<LiveStream> published = streams.ofStay(stay.participationId());
        published.forEach(stream -> endStream(room, stay, stream, reason, ""));
        List<LivePlayer> played = players.ofStay(stay.participationId());
        played.forEach(player -> endPlayer(player, reason));
        if (FOR_GOOD.contains(reason)) {
            // The ticket of a device lets it in by itself, and it would come back at once.
            published.forEach(stream -> bans.revoke(stream.ticketId(), clock.instant()));
            played.forEach(player -> bans.revoke(player.ticketId(), clock.instant()));
        }
        cut(
                published.stream().map(LiveStream::publicationId).toList(),
                played.stream().map(LivePlayer::playbackId).toList());
        Instant now = clock.instant();
        WritePipeline writes = new WritePipeline();
        stays.end(writes, stay, reason, now);
        room.release(stay.clientKind());
        if (stay.clientKind().isUser()) {
            AuditRecord logout = AuditRecord.byUser(room.key().appId(), stay.userId(), AuditAction.LOGOUT, null)
                    .in(room.key().roomId())
                    .with(noted(note, Map.of("stay", stay.participationId(), "reason", reason)));
            audit.record(writes, logout);
        }
        long seq = room.nextSeq();
        Map<String, Object> body = noted(note, Map.of("userID", stay.userId(), "reason", reason));
        audit.publish(writes, room, seq, "USER_REMOVED", body);
        stays.send(writes);
        announcements.announce(new RoomEvent.UserRemoved(room.key(), room.sessionId(), seq, UserView.of(stay), reason));
        announcements.announce(new StayEnded(stay.participationId(), reason, note));
    }

    /** The others hear of a new stream, and so does its publisher. */
    public void streamBegan(Room room, RoomUser stay, String streamId, String extraInfo) {
        long seq = room.nextSeq();
        audit.publish(room, seq, "STREAM_ADDED", Map.of("userID", stay.userId(), "streamID", streamId));
        announcements.announce(new RoomEvent.StreamAdded(
                room.key(), room.sessionId(), seq, new StreamView(streamId, UserView.of(stay), extraInfo)));
    }

    /** Ends a stream; the others and its publisher hear of it. */
    public void endStream(Room room, RoomUser stay, LiveStream stream, EndReason reason) {
        endStream(room, stay, stream, reason, "");
    }

    /** Ends a publication whose own user publishes the stream anew: the others have the stream all the time. */
    public void takeOver(RoomUser stay, LiveStream stream) {
        streams.end(stream, EndReason.TAKEN_OVER, clock.instant());
        recordEnd(stay, stream, EndReason.TAKEN_OVER, "");
    }

    /** Ends a stream for an administrator: its address is worth nothing any more, for pushers come back by themselves. */
    public void stopStream(Room room, RoomUser stay, LiveStream stream, EndReason reason, String note) {
        bans.revoke(stream.ticketId(), clock.instant());
        endStream(room, stay, stream, reason, note);
        cut(List.of(stream.publicationId()), List.of());
    }

    private void endStream(Room room, RoomUser stay, LiveStream stream, EndReason reason, String note) {
        streams.end(stream, reason, clock.instant());
        recordEnd(stay, stream, reason, note);
        long seq = room.nextSeq();
        audit.publish(
                room,
                seq,
                "STREAM_REMOVED",
                noted(note, Map.of("userID", stay.userId(), "streamID", stream.streamId(), "reason", reason)));
        announcements.announce(new RoomEvent.StreamRemoved(
                room.key(),
                room.sessionId(),
                seq,
                new StreamView(stream.streamId(), UserView.of(stay), stream.extraInfo()),
                reason));
        announcements.announce(new StayEvent.PublishState(
                stay.participationId(), stream.streamId(), stream.publicationId(), false, reason, note));
    }

    private void recordEnd(RoomUser stay, LiveStream stream, EndReason reason, String note) {
        audit.record(AuditRecord.byUser(stay.room().appId(), stay.userId(), AuditAction.PUBLISH_END, null)
                .in(stay.room().roomId())
                .of(stream.streamId())
                .with(noted(note, Map.of("publication", stream.publicationId(), "reason", reason))));
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
}
