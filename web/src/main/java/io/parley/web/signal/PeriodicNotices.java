package io.parley.web.signal;

import io.parley.ejb.room.RoomCounts;
import io.parley.persistence.room.RoomKey;
import jakarta.ejb.EJB;
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

    @EJB
    @SuppressWarnings("NullAway.Init")
    private RoomCounts counts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SignalSessions sessions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    @Inject
    @ConfigProperty(name = "parley.token-notice-seconds", defaultValue = "30")
    private int noticeSeconds;

    @Inject
    @ConfigProperty(name = "parley.user-count-seconds", defaultValue = "30")
    private int countSeconds;

    private long countedAt;

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
