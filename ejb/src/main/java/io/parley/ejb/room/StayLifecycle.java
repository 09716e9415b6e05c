package io.parley.ejb.room;

import io.parley.ejb.app.AppCache.CachedApp;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.StayEvent.StayEnded;
import io.parley.persistence.app.AddressRange;
import io.parley.persistence.app.App;
import io.parley.persistence.app.Ban;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.app.DuplicateLogin;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.JoiningUser;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.room.TokenRights;
import io.parley.persistence.sql.WritePipeline;
import io.parley.persistence.stream.LivePlayer;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Begins and ends stays, whatever the cause. Every method runs in the caller's transaction with the room's row locked, and writes
 * claim, fact, audit, event feed and CDI event together.
 */
@ApplicationScoped
public class StayLifecycle {

    /** After these a device does not come back with the address it has. */
    private static final Set<EndReason> FOR_GOOD =
            EnumSet.of(EndReason.KICKED, EndReason.ROOM_CLOSED, EndReason.BANNED, EndReason.ROOM_TIME_UP);

    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StreamRepository streams;
    private final PlayerRepository players;
    private final BanRepository bans;
    private final AuditTrail audit;
    private final NodeStatus node;
    private final Clock clock;
    private final AfterCommitEvents events;
    private final RoomEvents roomEvents;
    private final MediaLifecycle media;

    @Inject
    public StayLifecycle(
            RoomRepository rooms,
            StayRepository stays,
            StreamRepository streams,
            PlayerRepository players,
            BanRepository bans,
            AuditTrail audit,
            NodeStatus node,
            Clock clock,
            AfterCommitEvents events,
            RoomEvents roomEvents,
            MediaLifecycle media) {
        this.rooms = rooms;
        this.stays = stays;
        this.streams = streams;
        this.players = players;
        this.bans = bans;
        this.audit = audit;
        this.node = node;
        this.clock = clock;
        this.events = events;
        this.roomEvents = roomEvents;
        this.media = media;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected StayLifecycle() {
        this(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** Refuses whom an administrator has forbidden this; asks nothing of the database where nobody is banned. */
    public void requireNotBanned(CachedApp app, RoomKey room, String userId, String address, Forbids what) {
        if (app.anyBan()) {
            requireNotBanned(room, userId, address, what);
        }
    }

    /** The same, whatever was known a moment ago. */
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
            App app, Room room, JoiningUser request, byte[] resumeHash, TokenRights rights, String credential) {
        Optional<RoomUser> inside = room.isNew()
                ? Optional.empty()
                : stays.find(room.key(), request.userId().value());
        WritePipeline writes = new WritePipeline();
        RoomUser stay = begin(writes, app, room, inside, request, resumeHash, rights, credential);
        rooms.save(writes, room);
        stays.send(writes);
        return stay;
    }

    /**
     * As above, together with other begins: the caller saves the rooms and sends what is to be written. A refusal has written nothing.
     *
     * @param inside the user's older stay, read under the lock
     */
    RoomUser begin(
            WritePipeline writes,
            App app,
            Room room,
            Optional<RoomUser> inside,
            JoiningUser request,
            byte[] resumeHash,
            TokenRights rights,
            String credential) {
        long nodeId = node.requireReady();
        requireFirst(app, inside.isPresent());
        if (request.clientKind().isUser()) {
            long leaving =
                    inside.filter(old -> old.clientKind().isUser()).stream().count();
            room.requireSeat(app.roomCapacity(), (int) leaving);
        }
        if (inside.isPresent()) {
            stays.send(writes); // perhaps the older stay itself
            leave(writes, List.of(new Ending(room, inside.get(), EndReason.REPLACED_BY_LOGIN, "")));
            stays.send(writes); // its claim goes before the new one comes
        }
        room.admit(request.clientKind(), app.roomCapacity());
        RoomUser stay = new RoomUser(
                room.key(),
                request.userId().value(),
                request.userName().value(),
                stays.nextId(),
                clock.instant(),
                request.clientKind(),
                nodeId,
                resumeHash,
                rights);
        stays.open(writes, stay, room, request);
        if (request.clientKind().isUser()) {
            AuditRecord login = AuditRecord.byUser(room.key().appId(), stay.userId(), AuditAction.LOGIN, null)
                    .in(room.key().roomId())
                    .from(request.address())
                    .with(AuditDetail.STAY, stay.stayId())
                    .with(AuditDetail.CLIENT, request.clientKind())
                    .with(AuditDetail.CREDENTIAL, credential);
            audit.record(writes, login);
        }
        roomEvents.publish(
                writes, room, new RoomEvent.UserAdded(room.key(), room.sessionId(), room.nextSeq(), UserView.of(stay)));
        return stay;
    }

    /**
     * A stay that is to end.
     *
     * @param room locked; the same object for all stays of a room
     * @param note what the user is told and the records keep, or empty
     */
    record Ending(Room room, RoomUser stay, EndReason reason, String note) {}

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
        end(List.of(new Ending(room, stay, reason, note)));
    }

    /** Ends several stays, and the lives of the rooms that are empty then. */
    void end(List<Ending> endings) {
        Map<Room, Long> leaving = endings.stream()
                .filter(ending -> ending.stay().clientKind().isUser())
                .collect(Collectors.groupingBy(Ending::room, Collectors.counting()));
        Map<RoomKey, Room> emptied = leaving.entrySet().stream()
                .filter(entry -> entry.getKey().userCount() == entry.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toMap(Room::key, room -> room));
        List<Ending> all = new ArrayList<>(endings);
        if (!emptied.isEmpty()) {
            Set<Long> ids =
                    endings.stream().map(ending -> ending.stay().stayId()).collect(Collectors.toSet());
            // Who only looks does not keep a room alive.
            stays.inRooms(emptied.keySet()).stream()
                    .filter(looking -> !ids.contains(looking.stayId()))
                    .map(looking -> new Ending(room(emptied, looking), looking, EndReason.ROOM_CLOSED, ""))
                    .forEach(all::add);
        }
        WritePipeline writes = new WritePipeline();
        leave(writes, all);
        endings.stream().map(Ending::room).distinct().forEach(room -> {
            if (room.isEmpty()) {
                close(writes, room, EndReason.EMPTY, "");
            } else {
                rooms.save(writes, room);
            }
        });
        stays.send(writes);
    }

    private static Room room(Map<RoomKey, Room> rooms, RoomUser stay) {
        return Objects.requireNonNull(rooms.get(stay.room()));
    }

    /** Ends the room's life, with the stays of everybody inside. */
    public void endAll(Room room, EndReason reason, String note) {
        WritePipeline writes = new WritePipeline();
        leave(
                writes,
                stays.inRoom(room.key()).stream()
                        .map(stay -> new Ending(room, stay, reason, note))
                        .toList());
        close(writes, room, reason, note);
        stays.send(writes);
    }

    private void close(WritePipeline writes, Room room, EndReason reason, String note) {
        roomEvents.publish(
                writes, room, new RoomEvent.RoomClosed(room.key(), room.sessionId(), room.nextSeq(), reason, note));
        rooms.close(writes, room, reason, clock.instant());
    }

    /** Media first: a stay that has a stream cannot be deleted, and equal statements of all stays are sent together. */
    private void leave(WritePipeline writes, List<Ending> endings) {
        List<Long> ids = endings.stream().map(ending -> ending.stay().stayId()).toList();
        Map<Long, List<LiveStream>> published =
                streams.ofStays(ids).stream().collect(Collectors.groupingBy(LiveStream::stayId));
        Map<Long, List<LivePlayer>> played =
                players.ofStays(ids).stream().collect(Collectors.groupingBy(LivePlayer::stayId));
        List<Long> publications = new ArrayList<>();
        List<Long> playbacks = new ArrayList<>();
        for (Ending ending : endings) {
            long id = ending.stay().stayId();
            for (LiveStream stream : published.getOrDefault(id, List.of())) {
                media.endStream(writes, ending.room(), ending.stay(), stream, ending.reason(), "");
                revoke(writes, stream.ticketId(), ending.reason());
                publications.add(stream.publicationId());
            }
            for (LivePlayer player : played.getOrDefault(id, List.of())) {
                media.endPlayer(writes, player, ending.reason());
                revoke(writes, player.ticketId(), ending.reason());
                playbacks.add(player.playbackId());
            }
        }
        media.cut(publications, playbacks);
        endings.forEach(ending -> leave(writes, ending));
    }

    /** The ticket of a device lets it in by itself, and it would come back at once. */
    private void revoke(WritePipeline writes, long ticketId, EndReason reason) {
        if (FOR_GOOD.contains(reason)) {
            bans.revoke(writes, ticketId, clock.instant());
        }
    }

    private void leave(WritePipeline writes, Ending ending) {
        Room room = ending.room();
        RoomUser stay = ending.stay();
        EndReason reason = ending.reason();
        stays.end(writes, stay, reason, clock.instant());
        room.release(stay.clientKind());
        if (stay.clientKind().isUser()) {
            AuditRecord logout = AuditRecord.byUser(room.key().appId(), stay.userId(), AuditAction.LOGOUT, null)
                    .in(room.key().roomId())
                    .with(AuditDetail.STAY, stay.stayId())
                    .with(AuditDetail.REASON, reason)
                    .noted(ending.note());
            audit.record(writes, logout);
        }
        roomEvents.publish(
                writes,
                room,
                new RoomEvent.UserRemoved(
                        room.key(), room.sessionId(), room.nextSeq(), UserView.of(stay), reason, ending.note()));
        events.publish(new StayEnded(stay.stayId(), reason, ending.note()));
    }
}
