package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.statistics.CloseReason;
import io.parley.relay.statistics.ConnectionCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** So many and one more. */
class ConnectionLimitsTest extends RelayFixture {

    private static final int N = 3;
    private static final String PLAY = "GET /live/a.flv HTTP/1.1\r\n\r\n";

    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void closeClients() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Override
    protected RelayConfig config() {
        return super.config()
                .with(RelaySetting.PLAY_WAIT_MS, 10_000)
                .with(RelaySetting.HANDSHAKE_DEADLINE_MS, 10_000)
                .with(RelaySetting.REFUSED_TICKETS_PER_MINUTE, 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = RelaySetting.class,
            names = {"MAX_CONNECTIONS", "MAX_HALF_OPEN", "CONNECTIONS_PER_ADDRESS", "HALF_OPEN_PER_ADDRESS"})
    void oneMoreThanSoManyTakesThePlaceOfTheOldestHalfOpenOne(RelaySetting limit) throws Exception {
        restart(config().with(limit, N));
        for (int i = 0; i < N; i++) {
            connect("127.0.0.1");
        }
        assertThat(clients.get(0).isOpen()).as("n").isTrue();
        RawClient newest = connect("127.0.0.1");
        assertThat(clients.get(0).isClosedIn(Patience.MILLIS)).as("the oldest").isTrue();
        assertThat(relay.connections().closed(reason(limit))).isEqualTo(1);
        awaitActive(N);
        newest.send(PLAY);
        RecordingGate.await(gate.playRequests);
        assertThat(clients.get(1).isOpen()).as("the second oldest").isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = RelaySetting.class,
            names = {"CONNECTIONS_PER_ADDRESS", "HALF_OPEN_PER_ADDRESS"})
    void otherAddressesHaveTheirOwnRoom(RelaySetting limit) throws Exception {
        restart(config().with(limit, N));
        for (int i = 0; i < N; i++) {
            connect("127.0.0.1");
        }
        connect("127.0.0.2");
        connect("127.0.0.1");
        assertThat(clients.get(0).isClosedIn(Patience.MILLIS)).isTrue();
        assertThat(clients.get(N).isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = RelaySetting.class,
            names = {"MAX_HALF_OPEN", "HALF_OPEN_PER_ADDRESS"})
    void whoeverHasAskedTheGateIsNotHalfOpen(RelaySetting limit) throws Exception {
        restart(config().with(limit, N));
        for (int i = 0; i < N + 2; i++) {
            connect("127.0.0.1").send(PLAY);
            RecordingGate.await(gate.playRequests);
        }
        for (int i = 0; i < N; i++) {
            connect("127.0.0.1");
        }
        connect("127.0.0.1");
        assertThat(clients.get(N + 2).isClosedIn(Patience.MILLIS)).isTrue();
        awaitActive(N + 2 + N);
    }

    @ParameterizedTest
    @EnumSource(
            value = RelaySetting.class,
            names = {"MAX_CONNECTIONS", "CONNECTIONS_PER_ADDRESS"})
    void whoeverHasAskedTheGateStillCountsAsAConnection(RelaySetting limit) throws Exception {
        restart(config().with(limit, N));
        for (int i = 0; i < N; i++) {
            connect("127.0.0.1").send(PLAY);
            RecordingGate.await(gate.playRequests);
        }
        assertThat(connect("127.0.0.1").isClosedIn(Patience.MILLIS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = RelaySetting.class,
            names = {"MAX_CONNECTIONS", "CONNECTIONS_PER_ADDRESS"})
    void whoWasRefusedAndStaysGivesWay(RelaySetting limit) throws Exception {
        restart(config().with(limit, N));
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.DENIED);
        RawClient refused = connect("127.0.0.1").send(PLAY);
        RecordingGate.await(gate.playRequests);
        HttpFlvTest.head(refused.socket.getInputStream());
        gate.onPlay = (request, reply) -> reply.accept(gate.nextId());
        for (int i = 0; i < N; i++) {
            connect("127.0.0.1").send(PLAY);
            RecordingGate.await(gate.playRequests);
        }
        assertThat(relay.connections().active()).isLessThanOrEqualTo(N);
        assertThat(clients.get(1).isOpen()).as("accepted before").isTrue();
    }

    @Test
    void theAddressWithTheMostHalfOpenConnectionsGivesWay() throws Exception {
        restart(config().with(RelaySetting.MAX_HALF_OPEN, 2 * N));
        RawClient alone = connect("127.0.0.1");
        for (int i = 0; i < 2 * N - 1; i++) {
            connect("127.0.0.2");
        }
        for (int i = 0; i < N; i++) {
            connect("127.0.0." + (3 + i));
        }
        for (int i = 1; i <= N; i++) {
            assertThat(clients.get(i).isClosedIn(Patience.MILLIS))
                    .as("number " + i)
                    .isTrue();
        }
        assertThat(clients.get(N + 1).isOpen()).isTrue();
        assertThat(alone.isOpen()).as("older than all of them").isTrue();
        assertThat(relay.connections().closed(CloseReason.TOO_MANY_HALF_OPEN)).isEqualTo(N);
    }

    @Test
    void nineAddressesWithAHundredAndTwentySilentConnectionsEachKeepNobodyOut() throws Exception {
        for (int address = 1; address <= 9; address++) {
            for (int i = 0; i < 120; i++) {
                connect("127.0.0." + address);
            }
        }
        connect("127.0.1.1").send(PLAY);
        assertThat(RecordingGate.await(gate.playRequests).remoteAddress()).isEqualTo("127.0.1.1");
        assertThat(relay.connections().active()).isLessThanOrEqualTo(1_001);
    }

    @Test
    void zeroIsNoLimit() throws Exception {
        restart(config().with(RelaySetting.MAX_CONNECTIONS, 0)
                .with(RelaySetting.MAX_HALF_OPEN, 0)
                .with(RelaySetting.CONNECTIONS_PER_ADDRESS, 0)
                .with(RelaySetting.HALF_OPEN_PER_ADDRESS, 0));
        for (int i = 0; i < 100; i++) {
            connect("127.0.0.1");
        }
        assertThat(clients.get(99).isOpen()).isTrue();
        awaitActive(100);
    }

    @Test
    void h7_connectionsAreCountedByWhatEndedThem() throws Exception {
        connect("127.0.0.1").send("\u0006").isClosedIn(Patience.MILLIS);
        connect("127.0.0.1").send("\u0000").isClosedIn(Patience.MILLIS);
        connect("127.0.0.1").send("~").isClosedIn(Patience.MILLIS);
        connect("127.0.0.1").send("HEAD /live/a.flv HTTP/1.1\r\n\r\n").isClosedIn(Patience.MILLIS);
        RawClient served = connect("127.0.0.1").send(PLAY);
        RecordingGate.await(gate.playRequests);
        served.close();
        connect("127.0.0.1").close();
        awaitActive(0);
        ConnectionCounters counters = relay.connections();
        assertThat(counters.closed(CloseReason.RTMPE)).isEqualTo(1);
        assertThat(counters.closed(CloseReason.UNKNOWN_PROTOCOL)).isEqualTo(2);
        assertThat(counters.closed(CloseReason.SERVED)).isEqualTo(1);
        assertThat(counters.closed(CloseReason.NOTHING_WANTED)).isEqualTo(2);
        assertThat(counters.accepted()).isEqualTo(6);
    }

    private RawClient connect(String from) throws IOException {
        RawClient client = new RawClient(relay.port(), from);
        clients.add(client);
        return client;
    }

    private void awaitActive(int count) throws InterruptedException {
        for (int i = 0; i < Patience.MILLIS / 10 && relay.connections().active() != count; i++) {
            Thread.sleep(10);
        }
        assertThat(relay.connections().active()).isEqualTo(count);
    }

    private static CloseReason reason(RelaySetting limit) {
        return switch (limit) {
            case MAX_CONNECTIONS -> CloseReason.TOO_MANY;
            case MAX_HALF_OPEN -> CloseReason.TOO_MANY_HALF_OPEN;
            case CONNECTIONS_PER_ADDRESS -> CloseReason.TOO_MANY_OF_ADDRESS;
            case HALF_OPEN_PER_ADDRESS -> CloseReason.TOO_MANY_HALF_OPEN_OF_ADDRESS;
            default -> throw new AssertionError(limit);
        };
    }
}
