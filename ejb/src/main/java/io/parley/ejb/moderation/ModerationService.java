package io.parley.ejb.moderation;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppCache;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.AfterCommitEvents;
import io.parley.ejb.room.StayLifecycle;
import io.parley.ejb.stream.StreamService;
import io.parley.persistence.app.AddressRange;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.Ban;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Administrative actions on calls: kick, ban, stop, close. Each action takes a reason, which the records keep and those it concerns are
 * told; signalling and media follow the commit at once.
 */
@Stateless
@RequiresRole(Roles.OPERATOR)
public class ModerationService {

    /** A new ban, with at least one of user, address and room. {@code endsAt} is null for good. */
    public record BanRequest(
            @Nullable UserId user,
            @Nullable String address,
            @Nullable RoomId room,
            Forbids forbids,
            @Nullable Instant endsAt) {}

    /** A ban in force. */
    public record BanView(
            long banID,
            @Nullable String userID,
            @Nullable String address,
            @Nullable String roomID,
            String forbids,
            String reason,
            String createdBy,
            Instant createdAt,
            @Nullable Instant endsAt) {}

    /** The longest time for which somebody is kept out together with a kick: ten years of seconds. */
    static final long LONGEST_STAY_OUT = 315_360_000;

    private final AppCache cache;
    private final AppRepository apps;
    private final RoomRepository rooms;
    private final StayRepository stays;
    private final BanRepository bans;
    private final StayLifecycle lifecycle;
    private final StreamService streams;
    private final AuditTrail audit;
    private final AfterCommitEvents events;
    private final Clock clock;
    private final int bansPerApp;

    @Inject
    public ModerationService(
            AppCache cache,
            AppRepository apps,
            RoomRepository rooms,
            StayRepository stays,
            BanRepository bans,
            StayLifecycle lifecycle,
            StreamService streams,
            AuditTrail audit,
            AfterCommitEvents events,
            Clock clock,
            @ConfigProperty(name = "parley.bans-per-app", defaultValue = "10000") int bansPerApp) {
        this.cache = cache;
        this.apps = apps;
        this.rooms = rooms;
        this.stays = stays;
        this.bans = bans;
        this.lifecycle = lifecycle;
        this.streams = streams;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
        this.bansPerApp = bansPerApp;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ModerationService() {
        this(null, null, null, null, null, null, null, null, null, null, 0);
    }

    /**
     * Ends a user's stay.
     *
     * @param stayOutSeconds for how long the user is not let into this room again, whatever its token says; 0 for not at all
     */
    public void kick(AppId app, RoomId roomId, UserId user, long stayOutSeconds, AdminAction action) {
        String reason = action.requireReason();
        Room room = room(app, roomId);
        RoomUser stay = stays.find(room.key(), user.value()).orElseThrow(() -> new Refused(Refusal.USER_UNKNOWN));
        audit.record(AuditRecord.byAdmin(app.value(), action.admin(), AuditAction.KICK)
                .in(roomId.value())
                .about(user.value())
                .from(action.address())
                .with(AuditDetail.REASON, reason)
                .with(AuditDetail.STAY, stay.stayId())
                .with(AuditDetail.STAY_OUT_SECONDS, stayOutSeconds));
        keepOut(app, user, roomId, stayOutSeconds, reason, action);
        lifecycle.end(room, stay, EndReason.KICKED, reason);
    }

    /**
     * Ends a call with the stays of everybody inside.
     *
     * @param stayOutSeconds for how long nobody is let into this room; 0 for not at all
     */
    public void closeRoom(AppId app, RoomId roomId, long stayOutSeconds, AdminAction action) {
        String reason = action.requireReason();
        Room room = room(app, roomId);
        audit.record(AuditRecord.byAdmin(app.value(), action.admin(), AuditAction.ROOM_CLOSE)
                .in(roomId.value())
                .from(action.address())
                .with(AuditDetail.REASON, reason)
                .with(AuditDetail.CALL, room.callId())
                .with(AuditDetail.USERS, room.userCount())
                .with(AuditDetail.STAY_OUT_SECONDS, stayOutSeconds));
        keepOut(app, null, roomId, stayOutSeconds, reason, action);
        lifecycle.endAll(room, EndReason.ROOM_CLOSED, reason);
    }

    /** Ends a stream; its publisher stays inside and may ask for a new address, but the one it has is worth nothing any more. */
    public void stopStream(AppId app, StreamId stream, AdminAction action) {
        String reason = action.requireReason();
        apps.known(app);
        StreamService.Stopped stopped = streams.stop(app, stream, EndReason.STREAM_STOPPED, reason);
        audit.record(AuditRecord.byAdmin(app.value(), action.admin(), AuditAction.STREAM_STOP)
                .in(stopped.roomId())
                .about(stopped.userId())
                .of(stream.value())
                .from(action.address())
                .with(AuditDetail.REASON, reason)
                .with(AuditDetail.PUBLICATION, stopped.publicationId()));
    }

    /** Forbids, and ends at once what is forbidden now. */
    public BanView ban(AppId app, BanRequest request, AdminAction action) {
        String reason = action.requireReason();
        apps.known(app);
        Instant now = clock.instant();
        Instant ends = request.endsAt();
        if (request.user() == null && request.address() == null && request.room() == null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "a ban needs a userID, an address or a roomID");
        }
        if (ends != null && !ends.isAfter(now)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "until is over already");
        }
        if (bans.count(app.value(), now) >= bansPerApp) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "the app has " + bansPerApp + " bans already; lift some");
        }
        UserId user = request.user();
        RoomId room = request.room();
        Ban ban = new Ban(
                0,
                user == null ? null : user.value(),
                range(request.address()),
                room == null ? null : room.value(),
                request.forbids(),
                reason,
                action.admin(),
                now,
                ends);
        long id = bans.add(app.value(), ban);
        cache.changed(app);
        BanView view = view(ban, id);
        audit.record(record(app, view, AuditAction.BAN, action).with(AuditDetail.REASON, ban.reason()));
        events.publish(new BanDeclared(id));
        return view;
    }

    /** Lifts a ban. */
    public void unban(AppId app, long banId, AdminAction action) {
        String reason = action.requireReason();
        apps.known(app);
        Ban ban = bans.lift(app.value(), banId, action.admin(), clock.instant())
                .orElseThrow(() -> new Refused(Refusal.BAN_UNKNOWN));
        BanView view = view(ban, ban.id());
        audit.record(record(app, view, AuditAction.UNBAN, action)
                .with(AuditDetail.BAN_REASON, ban.reason())
                .with(AuditDetail.REASON, reason));
    }

    private Room room(AppId app, RoomId room) {
        apps.known(app);
        return rooms.lock(RoomKey.of(app, room)).orElseThrow(() -> new Refused(Refusal.ROOM_UNKNOWN));
    }

    private void keepOut(
            AppId app, @Nullable UserId user, RoomId room, long seconds, String reason, AdminAction action) {
        if (seconds < 0 || seconds > LONGEST_STAY_OUT) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "stayOutSeconds must be 0 to " + LONGEST_STAY_OUT);
        }
        if (seconds > 0) {
            Instant ends = clock.instant().plusSeconds(seconds);
            ban(
                    app,
                    new BanRequest(user, null, room, Forbids.JOIN, ends),
                    new AdminAction(action.admin(), action.address(), reason));
        }
    }

    private static @Nullable String range(@Nullable String address) {
        return address == null
                ? null
                : AddressRange.parse(address)
                        .orElseThrow(() -> new Refused(
                                Refusal.ARGUMENT_WRONG,
                                "address must be like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32"))
                        .text();
    }

    private static AuditRecord record(AppId app, BanView ban, AuditAction kind, AdminAction action) {
        AuditRecord entry = AuditRecord.byAdmin(app.value(), action.admin(), kind)
                .in(ban.roomID())
                .about(ban.userID())
                .from(action.address())
                .with(AuditDetail.BAN, ban.banID())
                .with(AuditDetail.FORBIDS, ban.forbids())
                .with(AuditDetail.UNTIL, ban.endsAt() == null ? "for good" : ban.endsAt());
        String range = ban.address();
        return range == null ? entry : entry.with(AuditDetail.ADDRESS, range);
    }

    private static BanView view(Ban ban, long id) {
        return new BanView(
                id,
                ban.userId(),
                ban.address(),
                ban.roomId(),
                ban.forbids().name(),
                ban.reason(),
                ban.createdBy(),
                ban.createdAt(),
                ban.endsAt());
    }
}
