package io.parley.ejb.room;

import io.parley.ejb.app.AppCache;
import io.parley.ejb.app.AppCache.CachedApp;
import io.parley.ejb.app.CredentialRateLimiter;
import io.parley.ejb.app.CredentialRateLimiter.Credential;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.app.App;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomInfoRepository;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests of a user to the room it is in. Each method is one transaction; coming in and going out are the {@link StayTransactions}'s. */
@Stateless
public class RoomService {

    /** The age up to which the end of a stay is told to a returning client; bounds the partitions that are looked into. */
    private static final Duration RESUME_MEMORY = Duration.ofDays(2);

    private final AppCache apps;
    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StreamRepository streams;
    private final RoomInfoRepository infos;
    private final CredentialRateLimiter limiter;
    private final StayLifecycle lifecycle;
    private final NodeStatus node;
    private final Clock clock;
    private final AuditTrail audit;

    @Inject
    public RoomService(
            AppCache apps,
            RoomRepository rooms,
            StayRepository stays,
            StreamRepository streams,
            RoomInfoRepository infos,
            CredentialRateLimiter limiter,
            StayLifecycle lifecycle,
            NodeStatus node,
            Clock clock,
            AuditTrail audit) {
        this.apps = apps;
        this.rooms = rooms;
        this.stays = stays;
        this.streams = streams;
        this.infos = infos;
        this.limiter = limiter;
        this.lifecycle = lifecycle;
        this.node = node;
        this.clock = clock;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RoomService() {
        this(null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * The same stay from a new connection; nobody else hears of it. Whoever has not the stay's key is refused without a lock, so that
     * strangers keep nobody waiting.
     */
    public RoomSnapshot resume(
            AppId app, RoomId roomId, UserId user, @Nullable String resumeKey, String address, boolean hearsUsers) {
        try {
            node.requireReady();
            limiter.requireFew(Credential.RESUME_KEY, address);
            CachedApp cached = apps.require(app);
            RoomKey key = RoomKey.of(app, roomId);
            requireKey(key, user, resumeKey, address);
            Optional<Room> room = rooms.lock(key);
            // Read again under the lock: the stay may have ended meanwhile.
            RoomUser stay = requireKey(key, user, resumeKey, address);
            lifecycle.requireNotBanned(cached, key, user.value(), address, Forbids.JOIN);
            audit.record(AuditRecord.byUser(app.value(), user.value(), AuditAction.RESUME, null)
                    .in(roomId.value())
                    .from(address)
                    .with(AuditDetail.STAY, stay.stayId()));
            return snapshot(
                    room.orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN)),
                    stay,
                    resumeKey,
                    hearsUsers,
                    cached.app());
        } catch (Refused e) {
            recordRefused(AuditAction.RESUME, app, user, roomId, address, e);
            throw e;
        }
    }

    private RoomUser requireKey(RoomKey room, UserId user, @Nullable String resumeKey, String address) {
        return stays.find(room, user.value())
                .filter(open -> ResumeKey.matches(resumeKey, open.resumeHash()))
                .orElseThrow(() -> {
                    Refusal why = whyNot(room, user, resumeKey);
                    if (why == Refusal.STAY_UNKNOWN) {
                        limiter.failed(Credential.RESUME_KEY, address);
                    }
                    return new Refused(why);
                });
    }

    private void recordRefused(
            AuditAction action, AppId app, UserId user, RoomId room, String address, Refused refused) {
        Refused precise = refused.recorded();
        audit.refusedToStranger(AuditRecord.byUser(app.value(), user.value(), action, precise.refusal())
                .in(room.value())
                .from(address)
                .with(AuditDetail.DETAIL, precise.detail()));
    }

    /** The refusal of a return: a user who was sent away must not come back by itself; one who was away too long may log in again. */
    private Refusal whyNot(RoomKey room, UserId user, @Nullable String resumeKey) {
        if (!ResumeKey.isPlausible(resumeKey)) {
            return Refusal.STAY_UNKNOWN;
        }
        byte[] hash = new ResumeKey(String.valueOf(resumeKey)).hash();
        Instant after = clock.instant().minus(RESUME_MEMORY);
        EndReason reason = stays.endOf(room, user.value(), hash, after).orElse(EndReason.CONNECTION_LOST);
        return switch (reason) {
            case REPLACED_BY_LOGIN -> Refusal.REPLACED_BY_LOGIN;
            case KICKED, ROOM_CLOSED -> Refusal.KICKED;
            case BANNED -> Refusal.BANNED;
            case ROOM_TIME_UP -> Refusal.ROOM_TIME_UP;
            case TOKEN_EXPIRED -> Refusal.TOKEN_EXPIRED;
            default -> Refusal.STAY_UNKNOWN;
        };
    }

    /** The room as this stay sees it now, for a client that may have missed something. */
    public RoomSnapshot snapshot(long stayId, boolean hearsUsers) {
        RoomUser stay = stays.find(stayId).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        Room room = rooms.lock(stay.room()).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        return snapshot(
                room,
                stay,
                null,
                hearsUsers,
                apps.require(new AppId(stay.room().appId())).app());
    }

    private RoomSnapshot snapshot(Room room, RoomUser self, @Nullable String resumeKey, boolean hearsUsers, App app) {
        return RoomContents.read(Map.of(room, hearsUsers), stays, streams, infos)
                .snapshot(room, self, resumeKey, hearsUsers, app.graceSeconds());
    }
}
