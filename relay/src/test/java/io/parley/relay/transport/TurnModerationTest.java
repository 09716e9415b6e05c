package io.parley.relay.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnModerationTest {

    private static final long INTERVAL = TimeUnit.MICROSECONDS.toNanos(500);

    private long now = 1_000;
    private long paused;
    private final TurnModeration moderation = new TurnModeration(500, () -> now, this::pause);

    private void pause(long nanos) {
        now += nanos;
        paused += nanos;
    }

    private void turns(int count, long nanos) throws Exception {
        for (int i = 0; i < count; i++) {
            now += nanos;
            assertThat(moderation.calculateStrategy(() -> 0, false)).isEqualTo(SelectStrategy.SELECT);
        }
    }

    @Test
    void waitsForNothingWhileTurnsAreRare() throws Exception {
        turns(1_000, INTERVAL * 2);

        assertThat(paused).isZero();
    }

    @Test
    void oneQuickTurnAfterAnotherIsNoLoad() throws Exception {
        turns(100, INTERVAL * 10);
        turns(4, INTERVAL / 10);

        assertThat(paused).isZero();
    }

    @Test
    void keepsTheTurnsOfABusyLoopApart() throws Exception {
        turns(100, INTERVAL / 10);
        long before = now;
        turns(100, INTERVAL / 10);

        assertThat(now - before).isEqualTo(100 * INTERVAL);
    }

    @Test
    void aTurnThatTookLongIsFollowedAtOnce() throws Exception {
        turns(100, INTERVAL / 10);
        long before = paused;
        turns(1, INTERVAL);

        assertThat(paused).isEqualTo(before);
    }

    @Test
    void stopsWhenTheLoadHasGone() throws Exception {
        turns(100, INTERVAL / 10);
        turns(20, INTERVAL * 3);
        long before = paused;
        turns(1, INTERVAL / 2);

        assertThat(paused).isEqualTo(before);
    }

    @Test
    void tasksWaitForNothing() throws Exception {
        turns(100, INTERVAL / 10);
        long before = paused;

        assertThat(moderation.calculateStrategy(() -> 7, true)).isEqualTo(7);
        assertThat(paused).isEqualTo(before);
    }

    @Test
    void zeroTurnsItOff() throws Exception {
        TurnModeration off = new TurnModeration(0, () -> now, this::pause);
        for (int i = 0; i < 100; i++) {
            off.calculateStrategy(() -> 0, false);
        }

        assertThat(paused).isZero();
    }
}
