package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Relays that start and stop, and clients that only take up room. */
class LifeCycleTest extends RelayFixture {

    private static final int CROWD = 2_000;

    @Override
    protected RelayConfig config() {
        return super.config()
                .with(RelaySetting.CONNECTIONS_PER_ADDRESS, 0)
                .with(RelaySetting.HALF_OPEN_PER_ADDRESS, 0)
                .with(RelaySetting.MAX_HALF_OPEN, 0)
                .with(RelaySetting.HANDSHAKE_DEADLINE_MS, 5_000);
    }

    @Test
    void r1_crowdOfIdleConnectionsKeepsNobodyOutAndIsGoneAtTheDeadline() throws Exception {
        List<RawClient> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                RawClient client = new RawClient(relay.port());
                crowd.add(i % 2 == 0 ? client : client.send(new byte[] {3, 0, 0, 0}));
            }
            try (RtmpClient publisher = publisher("a");
                    RtmpClient player = player("a")) {
                publisher.key(0, 1, 100);
                assertThat(player.media(1)).hasSize(1);
                for (RawClient client : crowd) {
                    assertThat(client.isClosedIn(Patience.MILLIS)).isTrue();
                }
                while (relay.connections().active() > 2) {
                    Thread.sleep(1);
                }
            }
        } finally {
            for (RawClient client : crowd) {
                client.close();
            }
        }
    }

    @Test
    void r4_restartWithPublishersAndPlayersLeavesNothingAndTheyComeBack() throws Exception {
        for (int round = 0; round < 3; round++) {
            List<RtmpClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(publisher("s" + i));
                clients.add(player("s" + i));
            }
            relay.close();
            for (int i = 0; i < 50; i++) {
                assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.SHUTDOWN);
                assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.SHUTDOWN);
            }
            for (RtmpClient client : clients) {
                client.close();
            }
            restart(config());
        }
        try (RtmpClient publisher = publisher("s0");
                RtmpClient player = player("s0")) {
            publisher.audio(0, 1);
            assertThat(player.media(1)).hasSize(1);
        }
    }

    @Test
    void r6_nothingIsTimedByAClockThatCanBeSet() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<String> culprits = sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> read(file).contains("currentTimeMillis")
                            || read(file).contains("Instant.now"))
                    .map(Path::toString)
                    .toList();
            assertThat(culprits).isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
