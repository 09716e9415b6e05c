package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.statistics.CloseReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Peers that begin and do not go on: they hold little, and not for long. */
@Isolated("counts the memory of the whole process")
class HostilePeersTest extends RelayFixture {

    private static final int DEADLINE = 2_500;
    private static final int PEERS = 200;
    private static final int MOST_BYTES_OF_ONE = 64 << 10;

    /** The bytes that they send, all at once or a byte at a time. */
    enum Kind {
        NOTHING(""),
        HALF_HANDSHAKE("\u0003" + "\u0000".repeat(700)),
        HANDSHAKE_AND_NO_CONNECT("\u0003" + "\u0000".repeat(2 * 1536)),
        HALF_HTTP_HEAD("GET /live/a.flv HTTP/1.1\r\nHost: a\r\nX-Filler: " + "x".repeat(4_000)),
        HALF_TLS_HELLO("\u0016\3\1\2\0\1\0\1\374\3\3" + "x".repeat(200)),
        TLS_BEHIND_A_PROXY_HEADER("PROXY TCP4 203.0.113.7 10.0.0.1 4711 1935\r\n\u0016\3\1\2\0\1"),
        HALF_PROXY_HEADER("PROXY TCP4 203.0.113.7"),
        HALF_PROXY_HEADER_OF_VERSION_2("\r\n\r\n\0\r\nQUIT\n!\21\20\0" + "x".repeat(4_000));

        final String bytes;

        Kind(String bytes) {
            this.bytes = bytes;
        }
    }

    @TempDir
    Path directory;

    @Override
    protected RelayConfig config() {
        return super.config()
                .withProxies(List.of("127.0.0.1"))
                .withTls(TestCertificate.of(directory, "a").chain(), directory.resolve("a.key"))
                .with(RelaySetting.HANDSHAKE_DEADLINE_MS, DEADLINE)
                .with(RelaySetting.DEAD_PEER_MS, 4 * DEADLINE)
                .with(RelaySetting.CONNECTIONS_PER_ADDRESS, 0)
                .with(RelaySetting.HALF_OPEN_PER_ADDRESS, 0)
                .with(RelaySetting.MAX_CONNECTIONS, 0)
                .with(RelaySetting.MAX_HALF_OPEN, 0);
    }

    @Test
    void h8_holdLittleAndAreGoneAtTheDeadlineWhileOthersAreServed() throws Exception {
        long begin = System.nanoTime();
        List<RawClient> peers = new ArrayList<>();
        long accepted = 0;
        for (Kind kind : Kind.values()) {
            long before = allocated();
            for (int i = 0; i < PEERS; i++) {
                peers.add(new RawClient(relay.port()).send(kind.bytes));
            }
            accepted += PEERS;
            while (relay.connections().accepted() < accepted) {
                Thread.sleep(5);
            }
            try (RtmpClient publisher = publisher("a")) {
                accepted++;
                publisher.sync();
                long each = (allocated() - before) / PEERS;
                assertThat(each).as("bytes of buffers for each of %s", kind).isLessThan(MOST_BYTES_OF_ONE);
            }
        }
        for (RawClient peer : peers) {
            assertThat(peer.isClosedIn(Patience.MILLIS)).isTrue();
            peer.close();
        }
        assertThat(millisSince(begin)).isGreaterThanOrEqualTo(DEADLINE - 100L);
        awaitReasons(PEERS * Kind.values().length);
    }

    private void awaitReasons(int count) throws InterruptedException {
        for (int i = 0; i < Patience.MILLIS / 10 && relay.connections().closed(CloseReason.DEADLINE) < count; i++) {
            Thread.sleep(10);
        }
        assertThat(relay.connections().closed(CloseReason.DEADLINE)).isEqualTo(count);
    }

    private static long allocated() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
