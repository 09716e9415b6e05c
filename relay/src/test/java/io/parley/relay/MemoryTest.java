package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.rtmp.RtmpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Memory follows the streams and their retention, not the players. */
@Isolated("counts the memory of the whole process")
class MemoryTest extends RelayFixture {

    private static final int PLAYERS = 200;

    @Override
    protected RelayConfig config() {
        return with(super.config(), 20_000, 30_000, 30_000)
                .with(RelaySetting.DEAD_PEER_MS, 60_000)
                .with(RelaySetting.PLAY_WAIT_MS, 60_000);
    }

    @Test
    void streamsGiveTheirMemoryBackWhenTheyEnd() throws Exception {
        long before = used();
        List<RtmpClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RtmpClient publisher = publisher("s" + i);
            clients.add(publisher);
            for (int frame = 0; frame < 40; frame++) {
                publisher.key(frame * 40, frame, 20_000);
            }
            publisher.sync();
            clients.add(player("s" + i));
        }
        assertThat(used() - before).as("while they are there").isGreaterThan(1 << 20);
        for (RtmpClient client : clients) {
            client.close();
        }
        awaitNoConnections();
        assertThat(used()).as("direct memory when all have left").isLessThanOrEqualTo(before);
    }

    @Test
    void idlePlayersHoldNoDirectMemoryOfTheirOwn() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 0);
            publisher.key(0, 1, 10_000);
            publisher.sync();
            long before = used();
            List<RtmpClient> players = new ArrayList<>();
            for (int i = 0; i < PLAYERS; i++) {
                players.add(player("a"));
            }
            assertThat((used() - before) / PLAYERS).as("bytes per idle player").isLessThan(1_024);
            for (RtmpClient player : players) {
                player.close();
            }
        }
        awaitNoConnections();
    }

    /** Bytes of logs and replies: everything the relay allocates itself. */
    private static long used() {
        return UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private void awaitNoConnections() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Patience.MILLIS);
        while ((relay.statistics().connections() > 0 || relay.statistics().publications() > 0)
                && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(relay.statistics().connections()).isZero();
    }
}
