package io.parley.ejb.stream;

import io.parley.adapter.api.MediaGranted;
import io.parley.adapter.api.MediaStart;
import io.parley.ejb.app.AppCache;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.AfterCommitEvents;
import io.parley.ejb.room.MediaLifecycle;
import io.parley.ejb.room.PublicationReplaced;
import io.parley.ejb.room.StayEvent;
import io.parley.ejb.room.StayLifecycle;
import io.parley.ejb.stream.Ticket.DeviceHolder;
import io.parley.ejb.stream.Ticket.StayHolder;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.sql.WritePipeline;
import io.parley.persistence.stream.LivePlayer;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.MediaOrigin;
import io.parley.persistence.stream.Playback;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.Publication;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Streams: what begins and ends when the relay asks or tells. Each method is one transaction; the relay acts on its commit only. The
 * order of locks is room, then stream.
 */
@Stateless
public class StreamService {

    /** The longest publication; bounds the partitions a late counter looks into. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StreamRepository streams;
    private final PlayerRepository players;
    private final AuditTrail audit;
    private final AppCache apps;
    private final BanRepository bans;
    private final RecordingService recordings;
    private final DeviceStays devices;
    private final StayLifecycle lifecycle;
    private final MediaLifecycle media;
    private final NodeStatus node;
    private final Clock clock;
    private final AfterCommitEvents events;
    private final int playersPerTicket;

    @Inject
    public StreamService(
            RoomRepository rooms,
            StayRepository stays,
            StreamRepository streams,
            PlayerRepository players,
            AuditTrail audit,
            AppCache apps,
            BanRepository bans,
            RecordingService recordings,
            DeviceStays devices,
            StayLifecycle lifecycle,
            MediaLifecycle media,
            NodeStatus node,
            Clock clock,
            AfterCommitEvents events,
            @ConfigProperty(name = "parley.players-per-ticket", defaultValue = "2") int playersPerTicket) {
        this.rooms = rooms;
        this.stays = stays;
        this.streams = streams;
        this.players = players;
        this.audit = audit;
        this.apps = apps;
        this.bans = bans;
        this.recordings = recordings;
        this.devices = devices;
        this.lifecycle = lifecycle;
        this.media = media;
        this.node = node;
        this.clock = clock;
        this.events = events;
        this.playersPerTicket = playersPerTicket;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public StreamService() {
        this(null, null, null, null, null, null, null, null, null, null, null, null, null, null, 0);
    }

    /**
     * Makes the holder of this ticket the publisher of its stream.
     *
     * @return the publication, owned by the stay
     */
    public MediaGranted register(Ticket ticket, String protocol, String address) {
        long nodeId = node.requireReady();
        Room room = lockRoom(ticket, nodeId);
        RoomUser stay = holder(ticket, room, address);
        requireFirstUse(ticket, () -> streams.used(ticket.id(), stay));
        lifecycle.requireNotBanned(apps.require(ticket.app()), room.key(), stay.userId(), address, Forbids.PUBLISH);
        String streamId = ticket.stream().value();
        Optional<LiveStream> own =
                streams.find(ticket.app().value(), streamId).filter(live -> live.stayId() == stay.stayId());
        own.ifPresent(old -> media.takeOver(stay, old));
        // A pusher that reconnects by itself does so with the URL it has; what was told about its stream meanwhile
        // stays.
        String extraInfo = own.filter(old -> old.ticketId() == ticket.id())
                .map(LiveStream::extraInfo)
                .orElse(ticket.extraInfo());
        MediaOrigin origin = new MediaOrigin(protocol, address, ticket.id(), nodeId);
        Publication publication = new Publication(stay, room.sessionId(), streamId, origin, clock.instant());
        if (!streams.open(publication, stay, extraInfo, ticket.id(), nodeId)) {
            throw new Refused(Refusal.STREAM_ID_IN_USE);
        }
        WritePipeline writes = new WritePipeline();
        audit.record(
                writes,
                entry(ticket, stay, AuditAction.PUBLISH_START, address)
                        .with(AuditDetail.PUBLICATION, publication.id()));
        events.publish(new StayEvent.PublishState(stay.stayId(), streamId, publication.id(), true, null));
        if (own.isEmpty()) {
            media.streamBegan(writes, room, stay, streamId, extraInfo);
        } else {
            // The others have the stream already: a publisher that reconnects is no news to them.
            events.publish(new PublicationReplaced(own.get().publicationId()));
        }
        stays.send(writes);
        boolean record = recordings.begin(publication, room.sessionId(), nodeId);
        return new MediaGranted(publication.id(), stay.stayId(), MediaStart.FAST, record);
    }

    /**
     * Makes the holder of this ticket a player of its stream.
     *
     * @return the playback, of the stream of the stay that publishes it
     */
    public MediaGranted registerPlayer(Ticket ticket, String protocol, String address) {
        long nodeId = node.requireReady();
        Room room = lockRoom(ticket, nodeId);
        // Under the lock: a stream that ended while this waited is not there to be played.
        LiveStream stream = streams.find(ticket.app().value(), ticket.stream().value())
                .orElseThrow(() -> new Refused(Refusal.STREAM_UNKNOWN));
        if (!stream.room().equals(room.key())) {
            throw new Refused(Refusal.STREAM_UNKNOWN, "in another room");
        }
        RoomUser stay = holder(ticket, room, address);
        requireFirstUse(ticket, () -> players.used(ticket.id(), stay));
        makeRoomFor(ticket);
        MediaOrigin origin = new MediaOrigin(protocol, address, ticket.id(), nodeId);
        Playback playback = new Playback(stay, room.sessionId(), stream, origin, clock.instant());
        players.open(playback, stay, stream, ticket.id(), nodeId);
        WritePipeline writes = new WritePipeline();
        audit.record(
                writes,
                entry(ticket, stay, AuditAction.PLAY_START, address)
                        .with(AuditDetail.PLAYBACK, playback.id())
                        .with(AuditDetail.PUBLICATION, stream.publicationId()));
        stays.send(writes);
        events.publish(new StayEvent.PlayState(stay.stayId(), stream.streamId(), playback.id(), true, null));
        return new MediaGranted(playback.id(), stream.stayId(), startOf(ticket.app()), false);
    }

    /**
     * A device that is over its number is refused. A person's newer player is let in and the oldest one ended: native players reconnect
     * with the URL they have, long before the relay takes their lost connection for gone. Under the room's lock, so that no two count
     * alike.
     */
    private void makeRoomFor(Ticket ticket) {
        if (ticket.holder() instanceof DeviceHolder device) {
            if (players.countUsing(ticket.id()) >= device.maxConnections()) {
                throw new Refused(Refusal.TICKET_USED_UP);
            }
            return;
        }
        List<LivePlayer> older = players.using(ticket.id());
        List<LivePlayer> over = older.subList(0, Math.max(0, older.size() - Math.max(1, playersPerTicket) + 1));
        over.forEach(player -> media.endPlayer(player, EndReason.TAKEN_OVER));
        media.cut(List.of(), over.stream().map(LivePlayer::playbackId).toList());
    }

    private MediaStart startOf(AppId app) {
        return MediaStart.valueOf(apps.require(app).app().firstFrame().name());
    }

    /** The relay says that a publication is over. What has ended already only gets its counters. */
    public void publishEnded(long publicationId, EndReason reason, long bytes) {
        Optional<Room> room = streams.find(publicationId).flatMap(stream -> rooms.lock(stream.room()));
        if (room.isPresent()) {
            streams.find(publicationId).ifPresent(stream -> endStream(room.get(), stream, reason));
        }
        streams.count(publicationId, clock.instant().minus(LONGEST), bytes);
    }

    /** The relay says that a playback is over. What has ended already only gets its counters. */
    public void playEnded(long playbackId, EndReason reason, long bytes) {
        Optional<Room> room = players.find(playbackId).flatMap(player -> rooms.lock(player.room()));
        if (room.isPresent()) {
            players.find(playbackId).ifPresent(player -> endPlayer(room.get(), player, reason));
        }
        players.count(playbackId, clock.instant().minus(LONGEST), bytes);
    }

    /** The publisher's user wants the stream to end. */
    public void unpublish(long stayId, StreamId streamId) {
        RoomUser stay = stays.find(stayId).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        Room room = rooms.lock(stay.room()).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        streams.find(stay.room().appId(), streamId.value())
                .filter(stream -> stream.stayId() == stayId)
                .ifPresent(stream -> {
                    media.endStream(room, stay, stream, EndReason.UNPUBLISHED);
                    media.cut(List.of(stream.publicationId()), List.of());
                });
    }

    /** A stream that an administrator has ended. */
    public record Stopped(String roomId, String userId, long publicationId) {}

    /** Ends a live stream for an administrator; its publisher does not get it back with the address it has. */
    public Stopped stop(AppId app, StreamId streamId, EndReason reason, String note) {
        Room room = streams.find(app.value(), streamId.value())
                .flatMap(stream -> rooms.lock(stream.room()))
                .orElseThrow(() -> new Refused(Refusal.STREAM_UNKNOWN));
        LiveStream stream = streams.find(app.value(), streamId.value())
                .filter(live -> live.room().equals(room.key()))
                .orElseThrow(() -> new Refused(Refusal.STREAM_UNKNOWN));
        stop(room, stream, reason, note);
        return new Stopped(stream.room().roomId(), stream.userId(), stream.publicationId());
    }

    /** The same for every stream of a stay. */
    public void stopAll(long stayId, EndReason reason, String note) {
        Optional<Room> room = stays.find(stayId).flatMap(stay -> rooms.lock(stay.room()));
        if (room.isPresent()) {
            streams.ofStay(stayId).forEach(stream -> stop(room.get(), stream, reason, note));
        }
    }

    private void stop(Room room, LiveStream stream, EndReason reason, String note) {
        stays.find(stream.stayId()).ifPresent(stay -> {
            media.stopStream(room, stay, stream, reason, note);
            devices.endIfIdle(room, stay);
        });
    }

    private static AuditRecord entry(Ticket ticket, RoomUser stay, AuditAction action, String address) {
        return AuditRecord.byUser(ticket.app().value(), stay.userId(), action, null)
                .in(stay.room().roomId())
                .of(ticket.stream().value())
                .from(address);
    }

    private void endStream(Room room, LiveStream stream, EndReason reason) {
        stays.find(stream.stayId()).ifPresent(stay -> {
            media.endStream(room, stay, stream, reason);
            devices.endIfIdle(room, stay);
        });
    }

    private void endPlayer(Room room, LivePlayer player, EndReason reason) {
        media.endPlayer(player, reason);
        stays.find(player.stayId()).ifPresent(stay -> devices.endIfIdle(room, stay));
    }

    private Room lockRoom(Ticket ticket, long nodeId) {
        apps.require(ticket.app());
        if (ticket.holder() instanceof StayHolder holder) {
            return stays.find(holder.stayId())
                    .flatMap(stay -> rooms.lock(stay.room()))
                    .orElseThrow(() -> new Refused(Refusal.TICKET_REVOKED));
        }
        DeviceHolder device = (DeviceHolder) ticket.holder();
        return devices.room(new RoomKey(ticket.app().value(), device.roomId()), ticket, nodeId);
    }

    /** The stay the ticket belongs to, read under the room's lock. A device that is not inside comes in by its ticket. */
    private RoomUser holder(Ticket ticket, Room room, String address) {
        if (ticket.holder() instanceof StayHolder holder) {
            return stays.find(holder.stayId()).orElseThrow(() -> new Refused(Refusal.TICKET_REVOKED));
        }
        return devices.stayOf((DeviceHolder) ticket.holder(), room, address);
    }

    private void requireFirstUse(Ticket ticket, BooleanSupplier usedBefore) {
        if (bans.isRevoked(ticket.id())) {
            throw new Refused(Refusal.TICKET_REVOKED, "by an administrator");
        }
        Instant now = clock.instant();
        boolean device = ticket.holder() instanceof DeviceHolder;
        if (now.isAfter(ticket.firstUseBefore()) && (device || !usedBefore.getAsBoolean())) {
            throw new Refused(Refusal.TICKET_EXPIRED);
        }
    }
}
