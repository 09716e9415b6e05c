package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.statistics.CloseReason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients whose connections are made by a proxy on their behalf. */
class BehindProxyTest extends RelayFixture {

    private static final String PLAY = "GET /live/a.flv HTTP/1.1\r\n";
    private static final String UPGRADE = PLAY
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n";

    @Override
    protected RelayConfig config() {
        return super.config().withProxies(List.of("127.0.0.1", "10.0.0.0/8")).with(RelaySetting.PLAY_WAIT_MS, 10_000);
    }

    @Test
    void h10_gateHearsTheAddressInTheHeader() throws Exception {
        try (RawClient client = connect("127.0.0.1", proxy("203.0.113.7") + PLAY + "\r\n")) {
            assertThat(address()).isEqualTo("203.0.113.7");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void h10_headerOfAnotherPeerIsCountedAndClosed() throws Exception {
        try (RawClient client = connect("127.0.0.2", proxy("203.0.113.7") + PLAY + "\r\n")) {
            assertThat(client.isClosedIn(Patience.MILLIS)).isTrue();
        }
        awaitClosed(CloseReason.PROXY_NOT_ALLOWED);
        try (RawClient client = connect("127.0.0.1", "PROXY nonsense\r\n")) {
            assertThat(client.isClosedIn(Patience.MILLIS)).isTrue();
        }
        awaitClosed(CloseReason.PROXY_BROKEN);
        assertThat(gate.playRequests).isEmpty();
    }

    @Test
    void h10_limitsCountTheAddressInTheHeaderAndNeverTheProxy() throws Exception {
        restart(config().with(RelaySetting.CONNECTIONS_PER_ADDRESS, 2));
        try (RawClient one = connect("127.0.0.1", proxy("203.0.113.7"));
                RawClient two = connect("127.0.0.1", proxy("203.0.113.7"));
                RawClient idle = connect("127.0.0.1", "");
                RawClient other = connect("127.0.0.1", proxy("203.0.113.8"))) {
            assertThat(two.isOpen()).isTrue();
            try (RawClient third = connect("127.0.0.1", proxy("203.0.113.7"))) {
                awaitClosed(CloseReason.TOO_MANY_OF_ADDRESS);
                assertThat(third.isOpen()).isTrue();
                assertThat(one.isOpen()).as("one of the first two gives way").isNotEqualTo(two.isOpen());
            }
            assertThat(idle.isOpen()).isTrue();
            assertThat(other.isOpen()).isTrue();
        }
    }

    @Test
    void h10_deniedTicketsCountForTheAddressInTheHeader() throws Exception {
        restart(config().with(RelaySetting.REFUSED_TICKETS_PER_MINUTE, 1));
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.DENIED);
        for (String from : List.of("203.0.113.7", "203.0.113.7", "203.0.113.8")) {
            try (RawClient client = connect("127.0.0.1", proxy(from) + PLAY + "\r\n")) {
                assertThat(client.isClosedIn(Patience.MILLIS)).isTrue();
            }
        }
        assertThat(gate.playRequests)
                .extracting(MediaRequest::remoteAddress)
                .containsExactly("203.0.113.7", "203.0.113.8");
        for (int i = 0; i < 3; i++) {
            try (RawClient client = connect("127.0.0.1", PLAY + "\r\n")) {
                assertThat(client.isClosedIn(Patience.MILLIS)).isTrue();
            }
        }
        assertThat(gate.playRequests).as("the proxy itself is not locked out").hasSize(5);
    }

    @Test
    void forwardedAddressIsHeardFromATrustedPeerOverHttpAndWebSocket() throws Exception {
        for (String request : List.of(PLAY, UPGRADE)) {
            connect("127.0.0.1", request + "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.1.1.1\r\n\r\n")
                    .close();
            assertThat(address()).isEqualTo("203.0.113.7");
            connect("127.0.0.2", request + "X-Forwarded-For: 203.0.113.7\r\n\r\n")
                    .close();
            assertThat(address()).as("not from others").isEqualTo("127.0.0.2");
            connect("127.0.0.1", proxy("198.51.100.5") + request + "X-Forwarded-For: 203.0.113.7\r\n\r\n")
                    .close();
            assertThat(address()).as("not from clients").isEqualTo("198.51.100.5");
            connect("127.0.0.1", proxy("10.1.1.1") + request + "X-Forwarded-For: 203.0.113.7\r\n\r\n")
                    .close();
            assertThat(address()).as("from a proxy behind a proxy").isEqualTo("203.0.113.7");
        }
    }

    @Test
    void limitsCountTheForwardedAddress() throws Exception {
        restart(config().with(RelaySetting.CONNECTIONS_PER_ADDRESS, 1));
        String request = PLAY + "X-Forwarded-For: 203.0.113.7\r\n\r\n";
        try (RawClient one = connect("127.0.0.1", request)) {
            assertThat(address()).isEqualTo("203.0.113.7");
            try (RawClient two = connect("127.0.0.1", request)) {
                assertThat(two.isClosedIn(Patience.MILLIS)).isTrue();
            }
            awaitClosed(CloseReason.TOO_MANY_OF_ADDRESS);
            assertThat(gate.playRequests).isEmpty();
            assertThat(one.isOpen()).isTrue();
        }
    }

    private static String proxy(String client) {
        return "PROXY TCP4 " + client + " 127.0.0.1 4711 1935\r\n";
    }

    private RawClient connect(String from, String bytes) throws IOException {
        return new RawClient(relay.port(), from).send(bytes);
    }

    private String address() {
        return RecordingGate.await(gate.playRequests).remoteAddress();
    }

    private void awaitClosed(CloseReason reason) throws InterruptedException {
        for (int i = 0; i < Patience.MILLIS / 10 && relay.connections().closed(reason) == 0; i++) {
            Thread.sleep(10);
        }
        assertThat(relay.connections().closed(reason)).isEqualTo(1);
    }
}
