package io.parley.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ratelimit.FixedWindowRateLimiter.Overflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FixedWindowRateLimiterTest {

    private static final long MINUTE = 60_000;
    private static final int KEYS = 100;
    private static final int LIMIT = 2;

    private long now = 5;
    private final FixedWindowRateLimiter<Object> limiter = limiter(Overflow.EVICT_OLDEST);

    private static FixedWindowRateLimiter<Object> limiter(Overflow overflow) {
        return new FixedWindowRateLimiter<>(MINUTE, KEYS, overflow);
    }

    private boolean take(Object key) {
        return limiter.take(key, LIMIT, now);
    }

    private boolean isFull(Object key) {
        return limiter.isFull(key, LIMIT, now);
    }

    @Test
    void isFullAfterSoManyUntilTheMinuteThatBeganWithTheFirstIsOver() {
        take(1);
        assertThat(isFull(1)).isFalse();
        now += 40_000;
        take(1);
        assertThat(isFull(1)).isTrue();
        now += 20_000 - 1;
        assertThat(isFull(1)).isTrue();
        now++;
        assertThat(isFull(1)).isFalse();
        take(1);
        assertThat(isFull(1)).as("a minute of its own").isFalse();
    }

    @Test
    void whoeverTakesTooOftenWaitsForTheMinuteToEndAndOthersDoNot() {
        assertThat(limiter.take("a", 2, 0)).isTrue();
        assertThat(limiter.take("a", 2, 10)).isTrue();
        assertThat(limiter.take("a", 2, 59_999)).isFalse();
        assertThat(limiter.take("b", 2, 59_999)).isTrue();
        assertThat(limiter.take("a", 2, 60_000)).isTrue();
        assertThat(limiter.take("a", 0, 60_001)).as("0 is no limit").isTrue();
    }

    @Test
    void keysDoNotPayForEachOther() {
        take(1);
        take(1);
        assertThat(isFull(1)).isTrue();
        assertThat(isFull(2)).isFalse();
    }

    @Test
    void remembersSoManyKeysAndForgetsTheOldestMinute() {
        for (int key = 0; key < KEYS + 1; key++) {
            take(key);
            take(key);
        }
        assertThat(limiter.size()).isEqualTo(KEYS);
        assertThat(isFull(0)).isFalse();
        assertThat(isFull(1)).isTrue();
        assertThat(isFull(KEYS)).isTrue();
    }

    @Test
    void aNewMinuteMakesAKeyTheYoungest() {
        take(1);
        take(2);
        now += MINUTE;
        take(1);
        for (int key = 10; key < 10 + KEYS - 1; key++) {
            take(key);
        }
        take(1);
        assertThat(isFull(1)).isTrue();
    }

    @Test
    void whatIsOverIsForgottenBeforeWhatRuns() {
        for (int key = 0; key < KEYS; key++) {
            take(key);
        }
        now += MINUTE;
        take("one more");
        assertThat(limiter.size()).isEqualTo(1);
    }

    @Test
    void whereThereIsNoLimitNothingIsRemembered() {
        assertThat(limiter.take("a", 0, now)).isTrue();
        assertThat(limiter.isFull("a", 0, now)).isFalse();
        assertThat(limiter.size()).isZero();
    }

    @Test
    void furtherKeysShareOneWindowWhereNoneIsForgotten() {
        FixedWindowRateLimiter<Object> sharing = limiter(Overflow.SHARE_ONE_WINDOW);
        for (int key = 0; key < KEYS; key++) {
            assertThat(sharing.take(key, LIMIT, now)).isTrue();
        }
        assertThat(sharing.isFull("a", LIMIT, now)).isFalse();
        assertThat(sharing.take("a", LIMIT, now)).isTrue();
        assertThat(sharing.take("b", LIMIT, now)).isTrue();
        assertThat(sharing.isFull("c", LIMIT, now)).isTrue();
        assertThat(sharing.take("c", LIMIT, now)).isFalse();
        assertThat(sharing.take(0, LIMIT, now)).as("who has a window").isTrue();
        assertThat(sharing.size()).isEqualTo(KEYS);
        now += MINUTE;
        assertThat(sharing.isFull("c", LIMIT, now)).isFalse();
        assertThat(sharing.take("c", LIMIT, now)).isTrue();
        assertThat(sharing.size()).isEqualTo(1);
    }

    @Test
    void threadsTogetherTakeNoMoreThanTheLimit() throws Exception {
        int threads = 4;
        int limit = 10_000;
        FixedWindowRateLimiter<Object> sharing = limiter(Overflow.SHARE_ONE_WINDOW);
        CyclicBarrier begin = new CyclicBarrier(threads);
        Callable<Integer> taking = () -> {
            begin.await();
            int taken = 0;
            for (int i = 0; i < limit; i++) {
                taken += sharing.take("key", limit, 0) ? 1 : 0;
                sharing.take(i, 1, 0);
            }
            return taken;
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(taking));
            }
            int taken = 0;
            for (Future<Integer> each : results) {
                taken += each.get();
            }
            assertThat(taken).isEqualTo(limit);
        } finally {
            executor.shutdownNow();
        }
    }
}
