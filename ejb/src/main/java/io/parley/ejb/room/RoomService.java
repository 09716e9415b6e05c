package io.parley.ejb.room;

import io.parley.ejb.app.CredentialThrottle;
import io.parley.ejb.app.CredentialThrottle.Credential;
import io.parley.ejb.app.TokenVerifier;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.AuditAction;
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
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Logging in to rooms and out of them. Each method is one transaction; what others hear, they hear after it has committed. */
@Stateless
public class RoomService {

    /** How old a stay may be whose end a returning client is told; bounds the partitions that are looked into. */
    private static final Duration RESUME_MEMORY = Duration.ofDays(2);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AppRepository apps;

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
    private RoomInfoRepository infos;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private TokenVerifier tokens;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private CredentialThrottle throttle;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Stays lifecycle;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus node;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail audit;

    /** Lets a user in, opening the room if need be. The token is judged before any row is locked. */
    public RoomSnapshot login(LoginRequest request) {
        UserId user = request.visitor().userId();
        String address = request.visitor().address();
        try {
            long nodeId = node.requireReady();
            TokenVerifier.Verified verified =
                    tokens.verify(request.token(), request.app(), user, request.room(), address);
            App app = apps.require(request.app());
            RoomKey roomKey = RoomKey.of(request.app(), request.room());
            lifecycle.requireNotBanned(roomKey, user.value(), address, Forbids.JOIN);
            Room room = rooms.openAndLock(roomKey, Math.max(0, request.maxMemberCount()), clock.instant(), nodeId);
            ResumeKey key = ResumeKey.random();
            RoomUser stay =
                    lifecycle.begin(app, room, request.visitor(), key.hash(), verified.admission(), verified.slot());
            return snapshot(room, stay, key.text(), request.hearsUsers());
        } catch (Refused e) {
            recordRefused(AuditAction.LOGIN, request.app(), user, request.room(), address, e);
            throw e;
        }
    }

    /**
     * The same stay from a new connection; nobody else hears of it. Whoever has not the stay's key is refused without a lock, so that
     * strangers keep nobody waiting.
     */
    public RoomSnapshot resume(
            AppId app, RoomId roomId, UserId user, @Nullable String resumeKey, String address, boolean hearsUsers) {
        try {
            node.requireReady();
            throttle.requireFew(Credential.RESUME_KEY, address);
            apps.require(app);
            RoomKey key = RoomKey.of(app, roomId);
            requireKey(key, user, resumeKey, address);
            Optional<Room> room = rooms.lock(key);
            // Read again under the lock: the stay may have ended meanwhile.
            RoomUser stay = requireKey(key, user, resumeKey, address);
            lifecycle.requireNotBanned(key, user.value(), address, Forbids.JOIN);
            audit.record(AuditRecord.byUser(app.value(), user.value(), AuditAction.RESUME, null)
                    .in(roomId.value())
                    .from(address)
                    .with(Map.of("stay", stay.participationId())));
            return snapshot(room.orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN)), stay, resumeKey, hearsUsers);
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
                        throttle.failed(Credential.RESUME_KEY, address);
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
                .with(Map.of("detail", precise.detail())));
    }

    /** Somebody who was sent away must not come back by itself; somebody who was away too long may log in again. */
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

    /** Ends a stay. One that has ended already stays as it is. */
    public void logout(long participationId, EndReason reason) {
        Optional<RoomUser> found = stays.find(participationId);
        Optional<Room> room = found.flatMap(stay -> rooms.lock(stay.room()));
        if (room.isPresent()) {
            // Read again under the lock: somebody may have ended it meanwhile.
            stays.find(participationId).ifPresent(stay -> lifecycle.end(room.get(), stay, reason));
        }
    }

    /** The room as this stay sees it now, for a client that may have missed something. */
    public RoomSnapshot snapshot(long participationId, boolean hearsUsers) {
        RoomUser stay = stays.find(participationId).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        Room room = rooms.lock(stay.room()).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        return snapshot(room, stay, null, hearsUsers);
    }

    private RoomSnapshot snapshot(Room room, RoomUser self, @Nullable String resumeKey, boolean hearsUsers) {
        boolean alone = room.isOfOneEvent(); // its own coming in
        List<UserView> others = alone || !hearsUsers ? List.of() : others(room.key(), self);
        List<LiveStream> live = alone ? List.of() : streams.inRoom(room.key());
        Map<Boolean, List<LiveStream>> own = live.stream()
                .collect(Collectors.partitioningBy(stream -> stream.participationId() == self.participationId()));
        return new RoomSnapshot(
                room.key(),
                room.callId(),
                self.participationId(),
                UserView.of(self),
                resumeKey,
                room.eventSeq(),
                others,
                views(room.key(), own.getOrDefault(false, List.of())),
                own.getOrDefault(true, List.of()).stream()
                        .map(LiveStream::streamId)
                        .toList(),
                alone ? null : infos.find(room.key()).orElse(null),
                self.admission().expiresAt(),
                apps.known(new AppId(room.key().appId())).graceSeconds());
    }

    private List<UserView> others(RoomKey room, RoomUser self) {
        return stays.inRoom(room, RoomSnapshot.MOST_USERS + 1).stream()
                .filter(user -> user.participationId() != self.participationId())
                .limit(RoomSnapshot.MOST_USERS)
                .map(UserView::of)
                .toList();
    }

    private List<StreamView> views(RoomKey room, List<LiveStream> foreign) {
        if (foreign.isEmpty()) {
            return List.of();
        }
        Map<String, String> names = stays.names(
                room, foreign.stream().map(LiveStream::userId).distinct().toList());
        return foreign.stream()
                .map(stream -> new StreamView(
                        stream.streamId(),
                        new UserView(stream.userId(), names.getOrDefault(stream.userId(), "")),
                        stream.extraInfo()))
                .toList();
    }
}
