package io.parley.ejb.room;

import io.parley.ejb.app.AppCache.CachedApp;
import io.parley.ejb.app.TokenVerifier;
import io.parley.ejb.room.GroupCommit.Outcome;
import io.parley.ejb.room.StayLifecycle.Ending;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.JoiningUser;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomInfoRepository;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.sql.WritePipeline;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Begins and ends stays, several in a transaction: what others hear of each, they hear after all of them have committed. See
 * {@link StayCommitQueue} for who waits for whom.
 */
@Stateless
public class StayTransactions {

    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StreamRepository streams;
    private final RoomInfoRepository infos;
    private final StayLifecycle lifecycle;
    private final NodeStatus node;
    private final Clock clock;

    @Inject
    public StayTransactions(
            RoomRepository rooms,
            StayRepository stays,
            StreamRepository streams,
            RoomInfoRepository infos,
            StayLifecycle lifecycle,
            NodeStatus node,
            Clock clock) {
        this.rooms = rooms;
        this.stays = stays;
        this.streams = streams;
        this.infos = infos;
        this.lifecycle = lifecycle;
        this.node = node;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public StayTransactions() {
        this(null, null, null, null, null, null, null);
    }

    /** A login whose token is good. */
    public record VerifiedLogin(LoginRequest request, CachedApp app, TokenVerifier.Verified token) {}

    /**
     * Lets users in, opening rooms if need be, all in this transaction. Who is refused keeps nobody else out.
     *
     * @return for each of them, in the same order, the room as it is after all of them have come
     */
    public List<Outcome<RoomSnapshot>> login(List<VerifiedLogin> logins) {
        long nodeId = node.requireReady();
        Map<VerifiedLogin, Outcome<Admitted>> outcomes = new IdentityHashMap<>();
        Map<RoomKey, Integer> wanted = new LinkedHashMap<>();
        for (VerifiedLogin login : logins) {
            try {
                requireNotBanned(login);
                wanted.putIfAbsent(
                        login.request().roomKey(), Math.max(0, login.request().maxMemberCount()));
            } catch (Refused e) {
                outcomes.put(login, Outcome.refused(e));
            }
        }
        Map<RoomKey, Room> locked = rooms.openAndLock(wanted, clock.instant(), nodeId);
        admit(logins, locked, outcomes);
        return snapshots(logins, outcomes);
    }

    private void requireNotBanned(VerifiedLogin login) {
        JoiningUser visitor = login.request().user();
        lifecycle.requireNotBanned(
                login.app(), login.request().roomKey(), visitor.userId().value(), visitor.address(), Forbids.JOIN);
    }

    /** A user who has come in, and the secret by which it can come back. */
    private record Admitted(Room room, RoomUser stay, String resumeKey) {}

    private void admit(
            List<VerifiedLogin> logins, Map<RoomKey, Room> locked, Map<VerifiedLogin, Outcome<Admitted>> outcomes) {
        Map<RoomKey, Map<String, RoomUser>> inside = inside(logins, locked);
        WritePipeline writes = new WritePipeline();
        for (VerifiedLogin login : logins) {
            if (outcomes.containsKey(login)) {
                continue;
            }
            LoginRequest request = login.request();
            Room room = Objects.requireNonNull(locked.get(request.roomKey()));
            String userId = request.user().userId().value();
            Map<String, RoomUser> users = inside.computeIfAbsent(room.key(), key -> new HashMap<>());
            ResumeKey key = ResumeKey.random();
            try {
                RoomUser stay = lifecycle.begin(
                        writes,
                        login.app().app(),
                        room,
                        Optional.ofNullable(users.get(userId)),
                        request.user(),
                        key.hash(),
                        login.token().rights(),
                        login.token().slot());
                users.put(userId, stay);
                outcomes.put(login, Outcome.of(new Admitted(room, stay, key.text())));
            } catch (Refused e) {
                outcomes.put(login, Outcome.refused(e));
            }
        }
        if (locked.values().stream().anyMatch(Room::isNew)) {
            throw refusedAll(outcomes); // it was opened for somebody who was refused: nothing of it shall be
        }
        locked.values().forEach(room -> rooms.save(writes, room));
        stays.send(writes);
    }

    private static RuntimeException refusedAll(Map<VerifiedLogin, Outcome<Admitted>> outcomes) {
        return outcomes.values().stream()
                .map(Outcome::refused)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** The stays of joining users who are inside already. */
    private Map<RoomKey, Map<String, RoomUser>> inside(List<VerifiedLogin> logins, Map<RoomKey, Room> locked) {
        List<LoginRequest> intoOld = logins.stream()
                .map(VerifiedLogin::request)
                .filter(request -> {
                    Room room = locked.get(request.roomKey());
                    return room != null && !room.isNew();
                })
                .toList();
        Map<RoomKey, Map<String, RoomUser>> found = new HashMap<>();
        if (!intoOld.isEmpty()) {
            stays.find(
                            intoOld.stream().map(LoginRequest::roomKey).toList(),
                            intoOld.stream()
                                    .map(request -> request.user().userId().value())
                                    .toList())
                    .forEach(stay -> found.computeIfAbsent(stay.room(), key -> new HashMap<>())
                            .put(stay.userId(), stay));
        }
        return found;
    }

    private List<Outcome<RoomSnapshot>> snapshots(
            List<VerifiedLogin> logins, Map<VerifiedLogin, Outcome<Admitted>> outcomes) {
        Map<Room, Boolean> hearsUsers = new HashMap<>();
        for (VerifiedLogin login : logins) {
            Admitted admitted = outcome(outcomes, login).answer();
            if (admitted != null) {
                hearsUsers.merge(admitted.room(), login.request().hearsUsers(), Boolean::logicalOr);
            }
        }
        RoomContents contents = RoomContents.read(hearsUsers, stays, streams, infos);
        return logins.stream()
                .map(login -> {
                    Outcome<Admitted> outcome = outcome(outcomes, login);
                    Admitted admitted = outcome.answer();
                    return admitted == null
                            ? new Outcome<RoomSnapshot>(null, outcome.refused())
                            : Outcome.of(contents.snapshot(
                                    admitted.room(),
                                    admitted.stay(),
                                    admitted.resumeKey(),
                                    login.request().hearsUsers(),
                                    login.app().app().graceSeconds()));
                })
                .toList();
    }

    private static Outcome<Admitted> outcome(Map<VerifiedLogin, Outcome<Admitted>> outcomes, VerifiedLogin login) {
        return Objects.requireNonNull(outcomes.get(login));
    }

    /** A stay that is to end. */
    public record EndRequest(RoomKey room, long stayId, EndReason reason) {}

    /**
     * Ends stays, all in this transaction.
     *
     * @return for each of them, in the same order, whether it was this that ended it: one that has ended already stays as it is
     */
    public List<Outcome<Boolean>> end(List<EndRequest> requests) {
        Map<RoomKey, Room> locked =
                rooms.lock(requests.stream().map(EndRequest::room).distinct().toList());
        Map<Long, RoomUser> open = new HashMap<>();
        if (!locked.isEmpty()) {
            stays.find(requests.stream().map(EndRequest::stayId).toList())
                    .forEach(stay -> open.put(stay.stayId(), stay));
        }
        List<Ending> endings = new ArrayList<>();
        List<Outcome<Boolean>> outcomes = new ArrayList<>();
        for (EndRequest request : requests) {
            RoomUser stay = open.remove(request.stayId());
            Room room = locked.get(request.room());
            if (stay == null || room == null) {
                outcomes.add(Outcome.of(false));
            } else {
                endings.add(new Ending(room, stay, request.reason(), ""));
                outcomes.add(Outcome.of(true));
            }
        }
        if (!endings.isEmpty()) {
            lifecycle.end(endings);
        }
        return outcomes;
    }
}
