package io.parley.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class PendingClosesTest {

    private final PendingCloses pendingCloses = new PendingCloses();
    private final Set<Long> relay = ConcurrentHashMap.newKeySet();

    @Test
    void aKnownIdIsClosedAtOnce() {
        relay.add(1L);
        pendingCloses.cut(1, relay::remove);
        assertThat(relay).isEmpty();
    }

    @Test
    void anIdBetweenCommitAndRelayIsClosedAsSoonAsTheRelayKnowsIt() {
        pendingCloses.begin(1);
        pendingCloses.cut(1, relay::remove);
        relay.add(1L);
        pendingCloses.finish(1, relay::remove);
        assertThat(relay).isEmpty();
    }

    @Test
    void anUnknownIdIsForgotten() {
        pendingCloses.cut(1, relay::remove);
        relay.add(1L);
        pendingCloses.begin(1);
        pendingCloses.finish(1, relay::remove);
        assertThat(relay).containsExactly(1L);
    }

    @Test
    void noCutIsLostWhateverTheOrder() throws Exception {
        for (long round = 0; round < 5_000; round++) {
            long id = round;
            CyclicBarrier start = new CyclicBarrier(2);
            pendingCloses.begin(id);
            Thread cutter = new Thread(() -> {
                await(start);
                pendingCloses.cut(id, relay::remove);
            });
            cutter.start();
            await(start);
            relay.add(id);
            pendingCloses.finish(id, relay::remove);
            cutter.join();
            assertThat(relay).as("round %d", round).isEmpty();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
