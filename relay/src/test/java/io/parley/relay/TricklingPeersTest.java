package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.HostilePeersTest.Kind;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.statistics.CloseReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that send a byte every tenth of a second, all kinds at once: each is gone at its deadline, whatever it still has to send. */
class TricklingPeersTest extends RelayFixture {

    private static final int DEADLINE = 2_500;

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
                .with(RelaySetting.HALF_OPEN_PER_ADDRESS, 0);
    }

    @Test
    void h8_oneByteEveryTenthOfASecondBuysNoTime() throws Exception {
        List<Trickle> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.add(new Trickle(new RawClient(relay.port()), kind));
        }
        for (Trickle each : all) {
            each.expectClosedAtTheDeadline();
        }
        while (relay.connections().closed(CloseReason.DEADLINE) < all.size()) {
            Thread.sleep(10);
        }
        assertThat(relay.connections().closed(CloseReason.DEADLINE)).isEqualTo(all.size());
    }

    private static final class Trickle {

        private final RawClient peer;
        private final Kind kind;
        private final long begin = System.nanoTime();
        private final Thread sender = new Thread(this::send);
        private volatile int sent;

        Trickle(RawClient peer, Kind kind) {
            this.peer = peer;
            this.kind = kind;
            sender.start();
        }

        private void send() {
            try {
                for (int i = 0; i < kind.bytes.length(); i++) {
                    peer.send(kind.bytes.substring(i, i + 1));
                    sent++;
                    Thread.sleep(100);
                }
            } catch (IOException | InterruptedException closed) {
                // As it should be.
            }
        }

        void expectClosedAtTheDeadline() throws Exception {
            assertThat(peer.isClosedIn(Patience.MILLIS)).as(kind.name()).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                    .as(kind.name())
                    .isGreaterThanOrEqualTo(DEADLINE - 100L);
            if (kind.bytes.length() > 100) {
                assertThat(sent).as("bytes of %s before the deadline", kind).isLessThan(kind.bytes.length());
            }
            sender.interrupt();
            sender.join();
            peer.close();
        }
    }
}
