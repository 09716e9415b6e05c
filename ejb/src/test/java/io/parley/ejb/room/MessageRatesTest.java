package io.parley.ejb.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.room.MessageRateLimiter.Kind;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.room.RoomKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MessageRatesTest {

    private static final RoomKey ROOM = new RoomKey(1, "r");

    /** A clock that stands until it is set. */
    private static final class Standing extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Standing clock = new Standing();
    private final MessageRateLimiter limiter = new MessageRateLimiter(clock);

    @Test
    void aUserHasItsShareOfEachSecond() {
        assertThat(allowed("a", 5, 2, 0)).isEqualTo(2);
        clock.now = Instant.EPOCH.plusMillis(999);
        assertThat(allowed("a", 5, 2, 0)).isZero();
        assertThat(allowed("b", 5, 2, 0)).isEqualTo(2);
        clock.now = Instant.EPOCH.plusMillis(1_000);
        assertThat(allowed("a", 5, 2, 0)).isEqualTo(2);
    }

    @Test
    void whatOneUserIsRefusedIsNotTakenFromTheRoomsShare() {
        assertThat(allowed("a", 100, 2, 5)).isEqualTo(2);
        assertThat(allowed("b", 100, 2, 5)).isEqualTo(2);
        assertThat(allowed("c", 100, 2, 5)).isEqualTo(1);
        assertThat(allowed("d", 100, 2, 5)).isZero();
    }

    @Test
    void kindsRoomsAndNoLimitAreApart() {
        assertThat(allowed("a", 9, 2, 2)).isEqualTo(2);
        limiter.count(Kind.COMMAND, ROOM, "a", 2, 2, Refusal.MESSAGE_RATE);
        limiter.count(Kind.BROADCAST, new RoomKey(2, "r"), "a", 2, 2, Refusal.MESSAGE_RATE);
        assertThat(allowed("z", 1_000, 0, 0)).isEqualTo(1_000);
    }

    private int allowed(String user, int tries, int perUser, int perRoom) {
        int allowed = 0;
        for (int i = 0; i < tries; i++) {
            try {
                limiter.count(Kind.BROADCAST, ROOM, user, perUser, perRoom, Refusal.BROADCAST_RATE);
                allowed++;
            } catch (Refused e) {
                assertThat(e.refusal()).isEqualTo(Refusal.BROADCAST_RATE);
            }
        }
        return allowed;
    }
}
