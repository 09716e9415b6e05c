package io.parley.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.gate.GateRefusal;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that may play, and others. */
class OriginTest extends RelayFixture {

    private static final String GET = "GET /live/a.flv HTTP/1.1\r\n";
    private static final String UPGRADE = GET
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n";

    @Override
    protected RelayConfig config() {
        return super.config().withOrigins(List.of("https://meet.example.org", "http://localhost:8080"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://meet.example.org.evil.example",
                "http://meet.example.org",
                "null"
            })
    void f5_otherPagesAreRefusedBeforeTheGateIsAsked(String origin) throws Exception {
        for (String request : List.of(GET, UPGRADE, GET.replace("GET", "HEAD"), GET.replace("GET", "OPTIONS"))) {
            assertThat(answer(request, origin))
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContain("Access-Control-Allow-Origin");
        }
        assertThat(gate.playRequests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://meet.example.org", "HTTP://LOCALHOST:8080"})
    void f3_pagesOfTheListAreNamedInTheAnswer(String origin) throws Exception {
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.UNAVAILABLE);
        for (String request : List.of(GET, GET.replace("GET", "HEAD"), GET.replace("GET", "OPTIONS"))) {
            assertThat(answer(request, origin))
                    .doesNotStartWith("HTTP/1.1 403 ")
                    .containsIgnoringCase("Access-Control-Allow-Origin: " + origin + "\r\nVary: Origin\r\n");
        }
    }

    @Test
    void f5_pagesOfTheListMayOpenWebSockets() throws Exception {
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.UNAVAILABLE);
        assertThat(answer(UPGRADE, "https://meet.example.org")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void f3_playersThatAreNoBrowsersHaveNoOriginAndMayPlay() throws Exception {
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.UNAVAILABLE);
        assertThat(answer(GET, null)).startsWith("HTTP/1.1 503 ").contains("\r\nVary: Origin\r\n");
        assertThat(answer(UPGRADE, null)).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void f3_withoutAListAnyPageMayPlay() throws Exception {
        restart(config().withOrigins(List.of()));
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.UNAVAILABLE);
        assertThat(answer(GET, "https://evil.example"))
                .startsWith("HTTP/1.1 503 ")
                .contains("Access-Control-Allow-Origin: *\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "meet.example.org", "https://meet.example.org/", "https://a b", "ftp://a"})
    void whatIsNoOriginIsRefusedInWords(String origin) {
        assertThatThrownBy(() -> config().withOrigins(List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + origin + "\"");
    }

    private String answer(String request, String origin) throws IOException {
        try (RawClient client = new RawClient(relay.port())) {
            client.send(request + (origin == null ? "" : "Origin: " + origin + "\r\n") + "\r\n");
            client.socket.setSoTimeout(Patience.MILLIS);
            return new String(client.socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
