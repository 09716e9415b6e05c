package io.parley.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.TrustedProxies;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compared with lists that are searched. */
class HalfOpenConnectionsTest {

    private static final int STEPS = 20_000;
    private static final int ADDRESSES = 12;

    private final HalfOpenConnections halfOpen = new HalfOpenConnections();
    private final Map<Long, List<TrackedConnection>> plain = new LinkedHashMap<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void countsAndFindsTheOldestOfTheLargestAtEachStep() throws Exception {
        Random random = new Random(15);
        for (int step = 0; step < STEPS; step++) {
            long address = random.nextInt(ADDRESSES);
            List<TrackedConnection> mine = plain.computeIfAbsent(address, key -> new ArrayList<>());
            if (mine.isEmpty() || random.nextInt(100) < 52) {
                TrackedConnection connection = new TrackedConnection(
                        new ConnectionTracker(RelayConfig.forCalls("127.0.0.1", 0)),
                        TrustedProxies.NONE,
                        channel,
                        InetAddress.getLoopbackAddress());
                mine.add(connection);
                halfOpen.add(address, connection);
            } else {
                TrackedConnection connection = mine.remove(random.nextInt(mine.size()));
                halfOpen.remove(address, connection);
                halfOpen.remove(address, connection);
            }
            compare(address);
        }
    }

    private void compare(long address) {
        List<TrackedConnection> mine = plain.getOrDefault(address, List.of());
        assertThat(halfOpen.of(address)).isEqualTo(mine.size());
        assertThat(halfOpen.oldestOf(address)).isSameAs(mine.isEmpty() ? null : mine.get(0));
        assertThat(halfOpen.all())
                .isEqualTo(plain.values().stream().mapToInt(List::size).sum());
        List<TrackedConnection> largest =
                plain.values().stream().max(Comparator.comparing(List::size)).orElseThrow();
        TrackedConnection oldest = halfOpen.oldestOfLargest();
        if (largest.isEmpty()) {
            assertThat(oldest).isNull();
        } else {
            assertThat(plain.values().stream()
                            .filter(all -> all.size() == largest.size())
                            .map(all -> all.get(0)))
                    .contains(oldest);
        }
    }
}
