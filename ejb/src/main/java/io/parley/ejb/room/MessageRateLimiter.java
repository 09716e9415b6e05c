package io.parley.ejb.room;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.room.RoomKey;
import io.parley.ratelimit.FixedWindowRateLimiter;
import io.parley.ratelimit.FixedWindowRateLimiter.Overflow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits what is sent within one second, by user and by room, on this server. A user's and a room's second begins with their first
 * message. Safe from any thread.
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

    /** Users and rooms that are counted at a time, of each kind apart. With one more, that is forgotten whose second began first. */
    private static final int MOST_SOURCES = 65_536;

    private final FixedWindowRateLimiter<Source> sources =
            new FixedWindowRateLimiter<>(TimeUnit.SECONDS.toMillis(1), MOST_SOURCES, Overflow.EVICT_OLDEST);

    private final Clock clock;

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
        long now = clock.instant().toEpochMilli();
        if (!sources.take(new Source(kind, room, user), perUser, now)
                || !sources.take(new Source(kind, room, null), perRoom, now)) {
            throw new Refused(refusal);
        }
    }
}
