package io.parley.ejb.room;

import io.parley.ejb.stream.StreamService;
import io.parley.persistence.app.BanRepository;
import io.parley.persistence.app.BanRepository.Banned;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends what a rule does not allow any more. Whom it concerns is asked first; each end is a transaction of its own. */
@Stateless
public class Evictions {

    /** A login that had looked for bans just before one was written has committed by then. */
    private static final Duration NEW_BAN = Duration.ofSeconds(60);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private BanRepository bans;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RoomRepository rooms;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private StayRepository stays;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Stays lifecycle;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private StreamService streams;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus node;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    /** Stays of this server that a new ban forbids. */
    public List<Banned> banned() {
        return bans.inside(node.nodeId(), clock.instant().minus(NEW_BAN), clock.instant());
    }

    /** Ends the stay, or its streams where only publishing is forbidden. */
    public void end(Banned banned) {
        if (banned.join()) {
            end(banned.participationId(), EndReason.BANNED, banned.reason());
        } else {
            streams.stopAll(banned.participationId(), EndReason.BANNED, banned.reason());
        }
    }

    private void end(long participationId, EndReason reason, String note) {
        Optional<Room> room = stays.find(participationId).flatMap(stay -> rooms.lock(stay.room()));
        // Read again under the lock: somebody may have ended it meanwhile.
        Optional<RoomUser> stay = room.flatMap(live -> stays.find(participationId));
        stay.ifPresent(open -> lifecycle.end(room.orElseThrow(), open, reason, note));
    }
}
