package io.parley.ejb.stream;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppCache;
import io.parley.ejb.app.AppCache.CachedApp;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.ExtraInfo;
import io.parley.ejb.room.StayLifecycle;
import io.parley.ejb.stream.Ticket.DeviceHolder;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.ejb.stream.Ticket.StayHolder;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.StreamKey;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.room.ClientKind;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Grants media URLs. A grant writes no claim: the stream begins when its publisher has really connected. */
@Stateless
public class GrantService {

    /** Rights asked for a device. */
    public record DeviceRequest(
            RoomId room,
            UserId user,
            UserName userName,
            StreamId stream,
            Direction direction,
            long effectiveSeconds,
            int maxConnections) {}

    /**
     * Rights granted to a player.
     *
     * @param live false where the stream is not there yet, and the player waits for it
     */
    public record PlayGrant(MediaAddress.Urls urls, boolean live) {}

    private static final long MAX_DEVICE_SECONDS = 24L * 3600;
    private static final int MAX_DEVICE_CONNECTIONS = 10_000;

    private final StayRepository stays;
    private final StreamRepository streams;
    private final AppCache apps;
    private final StayLifecycle lifecycle;
    private final MediaTickets tickets;
    private final MediaAddress address;
    private final Clock clock;
    private final AuditTrail audit;

    /** Beginning of the user ID of somebody who looks from the console. */
    private static final String PREVIEWER = "console-";

    private final int ticketSeconds;

    @Inject
    public GrantService(
            StayRepository stays,
            StreamRepository streams,
            AppCache apps,
            StayLifecycle lifecycle,
            MediaTickets tickets,
            MediaAddress address,
            Clock clock,
            AuditTrail audit,
            @ConfigProperty(name = "parley.ticket-seconds", defaultValue = "60") int ticketSeconds) {
        this.stays = stays;
        this.streams = streams;
        this.apps = apps;
        this.lifecycle = lifecycle;
        this.tickets = tickets;
        this.address = address;
        this.clock = clock;
        this.audit = audit;
        this.ticketSeconds = ticketSeconds;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public GrantService() {
        this(null, null, null, null, null, null, null, null, 0);
    }

    /** The addresses at which this stay may push this stream. */
    public MediaAddress.Urls grantPublish(long stayId, StreamId stream, String extraInfo) {
        RoomUser stay = stay(stayId);
        try {
            CachedApp app = apps.require(new AppId(stay.room().appId()));
            Instant expires = stay.rights().expiresAt();
            if (expires != null && !clock.instant().isBefore(expires)) {
                throw new Refused(Refusal.TOKEN_EXPIRED);
            }
            if (!stay.rights().allowsPublishing(stream.value())) {
                throw new Refused(Refusal.TOKEN_NO_PUBLISH_RIGHT);
            }
            // The address is judged when the pusher connects.
            lifecycle.requireNotBanned(app, stay.room(), stay.userId(), "", Forbids.PUBLISH);
            streams.find(stay.room().appId(), stream.value())
                    .filter(live -> live.stayId() != stayId)
                    .ifPresent(live -> {
                        throw new Refused(Refusal.STREAM_ID_IN_USE);
                    });
            return urls(stay, stream, Direction.PUBLISH, ExtraInfo.ofStream(extraInfo));
        } catch (Refused e) {
            audit.refused(AuditRecord.byUser(stay.room().appId(), stay.userId(), AuditAction.PUBLISH_START, e.refusal())
                    .in(stay.room().roomId())
                    .of(stream.value()));
            throw e;
        }
    }

    /**
     * The addresses at which this stay may play this stream of its room. Where the app lets players come early, whether there is such a
     * stream is asked only when the player has connected.
     */
    public PlayGrant grantPlay(long stayId, StreamId stream) {
        RoomUser stay = stay(stayId);
        CachedApp app = apps.require(new AppId(stay.room().appId()));
        boolean live = isLive(stay.room(), stream);
        if (!live && !app.app().allowsEarlyPlay()) {
            audit.refused(AuditRecord.byUser(
                            stay.room().appId(), stay.userId(), AuditAction.PLAY_START, Refusal.STREAM_UNKNOWN)
                    .in(stay.room().roomId())
                    .of(stream.value()));
            throw new Refused(Refusal.STREAM_UNKNOWN);
        }
        return new PlayGrant(urls(stay, stream, Direction.PLAY, ""), live);
    }

    /** The addresses at which a device may push or play without logging in. */
    @RequiresRole(Roles.SYSTEM_ADMIN)
    public MediaAddress.Urls grantDevice(AppId app, DeviceRequest request, String admin) {
        apps.require(app);
        requireRange("effectiveSeconds", request.effectiveSeconds(), MAX_DEVICE_SECONDS);
        requireRange("maxConnections", request.maxConnections(), MAX_DEVICE_CONNECTIONS);
        Ticket ticket = new Ticket(
                tickets.newId(),
                request.direction(),
                app,
                request.stream(),
                new DeviceHolder(
                        request.room().value(),
                        request.user().value(),
                        request.userName().value(),
                        ClientKind.DEVICE,
                        request.maxConnections()),
                clock.instant().plusSeconds(request.effectiveSeconds()),
                "");
        audit.record(AuditRecord.byAdmin(app.value(), admin, AuditAction.MEDIA_URL_ISSUE)
                .in(request.room().value())
                .about(request.user().value())
                .of(request.stream().value())
                .with(AuditDetail.DIRECTION, request.direction())
                .with(AuditDetail.TICKET, ticket.id()));
        return address.urls(StreamKey.of(app, request.stream()), request.direction(), tickets.sign(ticket));
    }

    /**
     * The addresses at which an operator can look at a stream for a moment. The viewer is in the room while looking, by a name that says
     * so: the playback is in the records like any other, and nobody is watched secretly. It takes no seat of the room.
     */
    @RequiresRole(Roles.OPERATOR)
    public MediaAddress.Urls grantPreview(AppId app, StreamId id, String admin) {
        apps.require(app);
        LiveStream stream =
                streams.find(app.value(), id.value()).orElseThrow(() -> new Refused(Refusal.STREAM_UNKNOWN));
        Ticket ticket = new Ticket(
                tickets.newId(),
                Direction.PLAY,
                app,
                id,
                new DeviceHolder(stream.room().roomId(), PREVIEWER + tickets.newId(), admin, ClientKind.CONSOLE, 1),
                clock.instant().plusSeconds(ticketSeconds),
                "");
        audit.record(AuditRecord.byAdmin(app.value(), admin, AuditAction.STREAM_PREVIEW)
                .in(stream.room().roomId())
                .of(id.value())
                .with(AuditDetail.TICKET, ticket.id()));
        return address.urls(StreamKey.of(app, id), Direction.PLAY, tickets.sign(ticket));
    }

    private boolean isLive(RoomKey room, StreamId stream) {
        return streams.find(room.appId(), stream.value())
                .filter(found -> found.room().equals(room))
                .isPresent();
    }

    private static void requireRange(String name, long value, long max) {
        if (value < 1 || value > max) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name + " must be 1 to " + max);
        }
    }

    private RoomUser stay(long stayId) {
        return stays.find(stayId).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
    }

    private MediaAddress.Urls urls(RoomUser stay, StreamId stream, Direction direction, String extraInfo) {
        AppId app = new AppId(stay.room().appId());
        Ticket ticket = new Ticket(
                tickets.newId(),
                direction,
                app,
                stream,
                new StayHolder(stay.stayId()),
                clock.instant().plusSeconds(ticketSeconds),
                extraInfo);
        return address.urls(StreamKey.of(app, stream), direction, tickets.sign(ticket));
    }
}
