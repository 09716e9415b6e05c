package io.parley.web.signal;

import io.parley.ejb.room.RoomCounts;
import io.parley.persistence.room.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Notices sent by a timer: a token expires soon, the number of users in a room. */
@ApplicationScoped
public class PeriodicNotices {

    private final RoomCounts counts;
    private final SignalSessions sessions;
    private final Clock clock;
    private final int noticeSeconds;
    private final int countSeconds;

    private long countedAt;

    @Inject
    public PeriodicNotices(
            RoomCounts counts,
            SignalSessions sessions,
            Clock clock,
            @ConfigProperty(name = "parley.token-notice-seconds", defaultValue = "30") int noticeSeconds,
            @ConfigProperty(name = "parley.user-count-seconds", defaultValue = "30") int countSeconds) {
        this.counts = counts;
        this.sessions = sessions;
        this.clock = clock;
        this.noticeSeconds = noticeSeconds;
        this.countSeconds = countSeconds;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected PeriodicNotices() {
        this(null, null, null, 0, 0);
    }

    /** Called about once a second by one thread. @param now by the monotonic clock in milliseconds */
    void tell(long now) {
        Instant soon = clock.instant().plusSeconds(noticeSeconds);
        sessions.all().forEach(session -> session.noticeToken(soon));
        if (countSeconds > 0 && now - countedAt >= TimeUnit.SECONDS.toMillis(countSeconds)) {
            countedAt = now;
            tellCounts();
        }
    }

    /** One query for all rooms and one text for each. */
    private void tellCounts() {
        for (Map.Entry<RoomKey, Integer> room : counts.here().entrySet()) {
            String text =
                    SignalCodec.encode(new ServerMessage.UserCount(room.getKey().roomId(), room.getValue()));
            sessions.inRoom(room.getKey()).forEach(session -> session.tell(text));
        }
    }
}
