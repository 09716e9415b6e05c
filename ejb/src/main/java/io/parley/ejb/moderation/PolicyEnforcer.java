package io.parley.ejb.moderation;

import io.parley.ejb.room.StayLifecycle;
import io.parley.ejb.stream.StreamService;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.app.BanRepository.Banned;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.id.AppId;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.PolicyRepository;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ends what a rule does not allow any more. Whom it concerns is asked first; each end is a transaction of its own. */
@Stateless
public class PolicyEnforcer {

    /** A login that had looked for bans just before one was written has committed by then. */
    private static final Duration NEW_BAN = Duration.ofSeconds(60);

    /** Ends of one kind in one look; the next look goes on. */
    private static final int AT_A_TIME = 500;

    private static final Duration TICKET_MEMORY = Duration.ofDays(31);

    /** The reason that users are told and the records keep where an app was switched off. */
    private static final String SWITCHED_OFF = "The app was switched off.";

    private final PolicyRepository policyRules;
    private final AppRepository apps;
    private final BanRepository bans;
    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StayLifecycle lifecycle;
    private final StreamService streams;
    private final NodeStatus node;
    private final Clock clock;

    @Inject
    public PolicyEnforcer(
            PolicyRepository policyRules,
            AppRepository apps,
            BanRepository bans,
            RoomRepository rooms,
            StayRepository stays,
            StayLifecycle lifecycle,
            StreamService streams,
            NodeStatus node,
            Clock clock) {
        this.policyRules = policyRules;
        this.apps = apps;
        this.bans = bans;
        this.rooms = rooms;
        this.stays = stays;
        this.lifecycle = lifecycle;
        this.streams = streams;
        this.node = node;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public PolicyEnforcer() {
        this(null, null, null, null, null, null, null, null, null);
    }

    /**
     * The reasons for which something is to be ended now, asked once a second: one statement and no transaction, because most looks find
     * nothing and are nearly all that an idle server does.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Set<EndReason> due() {
        Instant now = clock.instant();
        return policyRules.reasons(node.nodeId(), now.minus(NEW_BAN), now);
    }

    /** Stays of this server that a new ban forbids. */
    public List<Banned> banned() {
        return bans.inside(node.nodeId(), clock.instant().minus(NEW_BAN), clock.instant());
    }

    /** Ends the stay, or its streams where only publishing is forbidden. */
    public void end(Banned banned) {
        if (banned.join()) {
            end(banned.stayId(), EndReason.BANNED, banned.reason());
        } else {
            streams.stopAll(banned.stayId(), EndReason.BANNED, banned.reason());
        }
    }

    /** Stays of this server whose token has expired, in apps that end them then. */
    public List<Long> expired() {
        return stays.withExpiredToken(node.nodeId(), clock.instant(), AT_A_TIME);
    }

    /** Ends such a stay, unless it has got a new token meanwhile. */
    public void endExpired(long stayId) {
        Optional<Room> room = lockRoomOf(stayId);
        room.flatMap(live -> stays.find(stayId))
                .filter(stay -> {
                    Instant expires = stay.rights().expiresAt();
                    return expires != null && !clock.instant().isBefore(expires);
                })
                .ifPresent(stay -> lifecycle.end(room.orElseThrow(), stay, EndReason.TOKEN_EXPIRED));
    }

    /** Rooms whose call has lasted as long as their app allows. */
    public List<RoomKey> overdue() {
        return rooms.overdue(clock.instant(), AT_A_TIME);
    }

    /** Ends such a call, unless a new one has begun in that room meanwhile. */
    public void endOverdue(RoomKey key) {
        Integer minutes = apps.known(new AppId(key.appId())).maxMinutes();
        if (minutes == null) {
            return;
        }
        Instant openedBefore = clock.instant().minus(Duration.ofMinutes(minutes));
        rooms.lock(key)
                .filter(room -> !room.callId().openedAt().isAfter(openedBefore))
                .ifPresent(room -> lifecycle.endAll(room, EndReason.ROOM_TIME_UP, ""));
    }

    /** Rooms of apps that an administrator has switched off. */
    public List<RoomKey> switchedOff() {
        return rooms.ofDisabledApps(AT_A_TIME);
    }

    /** Ends the call of such a room, unless the app is on again. */
    public void endSwitchedOff(RoomKey key) {
        if (!apps.known(new AppId(key.appId())).isEnabled()) {
            rooms.lock(key).ifPresent(room -> lifecycle.endAll(room, EndReason.ROOM_CLOSED, SWITCHED_OFF));
        }
    }

    /** Forgets tickets that were revoked so long ago that no stay can still have them. */
    public void forgetTickets() {
        bans.forgetRevoked(clock.instant().minus(TICKET_MEMORY));
    }

    private Optional<Room> lockRoomOf(long stayId) {
        return stays.find(stayId).flatMap(stay -> rooms.lock(stay.room()));
    }

    private void end(long stayId, EndReason reason, String note) {
        Optional<Room> room = lockRoomOf(stayId);
        // Read again under the lock: somebody may have ended it meanwhile.
        Optional<RoomUser> stay = room.flatMap(live -> stays.find(stayId));
        stay.ifPresent(open -> lifecycle.end(room.orElseThrow(), open, reason, note));
    }
}
