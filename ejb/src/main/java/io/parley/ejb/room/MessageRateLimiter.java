package io.parley.ejb.room;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.room.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is sent within one second of the clock, by user and by room, on this server. The counts of a second that is over are
 * dropped all at once, so memory is bounded by what one second brings. Safe from any thread.
 */
@ApplicationScoped
public class MessageRateLimiter {

    /** The kinds of messages, each counted apart. */
    enum Kind {
        BROADCAST,
        BARRAGE,
        COMMAND,
        COMMAND_TO_ALL,
        EXTRA_INFO
    }

    private record Source(Kind kind, RoomKey room, @Nullable String user) {}

    private record Second(long number, Map<Source, Integer> counts) {}

    private final Clock clock;
    private volatile Second current = new Second(-1, Map.of());

    /** For the container, which makes a proxy of it. */
    @SuppressWarnings("NullAway")
    protected MessageRateLimiter() {
        this.clock = null;
    }

    @Inject
    MessageRateLimiter(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts one message of this user and refuses the one too many; refused ones do not use up the room's share.
     *
     * @param perUser messages a second, 0 for no limit
     * @param perRoom messages a second of all users together, 0 for no limit
     */
    void count(Kind kind, RoomKey room, String user, int perUser, int perRoom, Refusal refusal) {
        Map<Source, Integer> counts = counts();
        if (perUser > 0 && counts.merge(new Source(kind, room, user), 1, Integer::sum) > perUser
                || perRoom > 0 && counts.merge(new Source(kind, room, null), 1, Integer::sum) > perRoom) {
            throw new Refused(refusal);
        }
    }

    private Map<Source, Integer> counts() {
        long now = clock.instant().getEpochSecond();
        Second second = current;
        if (second.number != now) {
            // Two threads may both begin the second; the few messages one of them counted do not matter.
            second = new Second(now, new ConcurrentHashMap<>());
            current = second;
        }
        return second.counts;
    }
}
