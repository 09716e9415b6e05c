package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bench.relay.OpenGate;
import io.parley.relay.RelayServer;
import io.parley.relay.config.RelayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs against the relay: there nothing may be lost. */
@Execution(ExecutionMode.CONCURRENT)
class LoadTest {

    private static final int PLAYERS = 3;

    private static RelayServer relay;

    @BeforeAll
    static void start() throws IOException {
        relay = RelayServer.start(RelayConfig.forCalls("127.0.0.1", 0), new OpenGate());
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a%d,rtmp://127.0.0.1:%d/live/%%s",
        "b%d,http://127.0.0.1:%d/live/%%s.flv",
        "c%d,ws://127.0.0.1:%d/live/c%%d.flv"
    })
    void everythingPushedIsPlayed(String name, String play) throws IOException {
        LoadResult result = measure(
                "--play=" + String.format(play, relay.port()),
                "--name=" + name,
                "--players=" + PLAYERS,
                "--warmup=0.1",
                "--duration=1",
                "--stamp-audio",
                "--stall=5",
                "--ts-base=16776500");

        assertThat(result.error()).isEmpty();
        assertThat(result.players()).isEqualTo(new LoadResult.Players(PLAYERS, 0, 0, 0, 0, 0));
        assertThat(result.frames()).isEqualTo(new LoadResult.Frames(0, 0, 0, 0, 0, 0));
        // a second of it; more or less by what a busy machine does at the edges
        assertThat(result.traffic().video()).isBetween(8L * PLAYERS, 25L * PLAYERS);
        assertThat(result.traffic().audio()).isBetween(25L * PLAYERS, 70L * PLAYERS);
        assertThat(result.latencyMs().count()).isEqualTo(result.traffic().video());
        assertThat(result.firstPictureMs().count()).isEqualTo(PLAYERS);
    }

    @Test
    void playersThatStopAreReportedApart() throws IOException {
        LoadResult result = measure(
                "--name=slow",
                "--players=3",
                "--slow=1",
                "--slow-at=0.1",
                "--slow-for=1.6",
                "--rcvbuf=8192",
                "--warmup=0.1",
                "--duration=2.4");

        LoadResult.Slow slow = result.slow();
        assertThat(slow.players()).isEqualTo(1);
        assertThat(slow.cutOff() + slow.resumed()).isEqualTo(1);
        assertThat(slow.ageMs().max()).isGreaterThan(1_000);
        assertThat(slow.staleFrames()).isPositive();
        assertThat(result.frames().lost()).isZero();
        assertThat(result.latencyMs().p50()).isLessThan(1_000);
    }

    @Test
    void sessionsAreOpenedOneAfterAnother(@TempDir Path folder) throws IOException {
        Path names = Files.write(folder.resolve("names"), List.of("rate?ticket=%d1 rate?ticket=2"));
        LoadResult result = measure("--names=" + names, "--rate=2", "--rate-key", "--warmup=0", "--duration=2.2");

        assertThat(result.sessions().opened()).isPositive();
        assertThat(result.sessions().failed()).isZero();
        assertThat(result.error()).isEmpty();
    }

    @Test
    void whoIsRefusedIsCounted() throws IOException {
        LoadResult result = measure(
                "--play=http://127.0.0.1:" + relay.port() + "/elsewhere/%s.flv",
                "--name=refused",
                "--warmup=0",
                "--duration=0.1");

        assertThat(result.players().failed()).isEqualTo(1);
        assertThat(result.error()).contains("404");
    }

    private static LoadResult measure(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--push=rtmp://127.0.0.1:" + relay.port() + "/live"));
        all.addAll(List.of(arguments));
        return Load.measure(all.toArray(String[]::new));
    }
}
