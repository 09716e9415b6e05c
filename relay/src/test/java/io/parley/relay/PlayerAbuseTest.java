package io.parley.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.gate.EndCause;
import io.parley.relay.rtmp.RtmpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP and WebSocket players that do what no player does: they are closed or not heard, and who else plays notices nothing. */
class PlayerAbuseTest extends RelayFixture {

    private static final String UPGRADE =
            "GET /live/a.flv HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
    private static final String MASK = "\0\0\0\0";
    private static final int PARTS = 4_000;

    /** Frames of a WebSocket player, and how often they are sent. */
    enum Frames {
        LONGER_THAN_ANY_MEMORY("\u0082\u00ff\u007f" + "\u00ff".repeat(7) + MASK + "x".repeat(1_000), 1),
        NEGATIVE_LENGTH("\u0082\u00ff" + "\u00ff".repeat(8) + MASK, 1),
        LONGER_THAN_A_PLAYERS("\u0082\u00fe\u00ff\u00ff" + MASK + "x".repeat(65_535), 1),
        NOT_MASKED("\u0082\u0005hello", 1),
        COMPRESSED("\u00c2\u0085" + MASK + "hello", 1),
        RESERVED_BITS("\u00b2\u0085" + MASK + "hello", 1),
        UNKNOWN_KIND("\u0083\u0085" + MASK + "hello", 1),
        UNKNOWN_CONTROL("\u008b\u0085" + MASK + "hello", 1),
        CONTINUATION_OF_NOTHING("\u0080\u0085" + MASK + "hello", 1),
        NEW_MESSAGE_INSIDE_ANOTHER("\u0001\u0085" + MASK + "hello\u0082\u0085" + MASK + "hello", 1),
        LONG_PING("\u0089\u00fe\u0000\u00ff" + MASK + "x".repeat(255), 1),
        FRAGMENTED_PING("\u0009\u0085" + MASK + "hello", 1),
        CLOSE_WITH_HALF_A_CODE("\u0088\u0081" + MASK + "\u0003", 1),
        CLOSE_WITH_A_RESERVED_CODE("\u0088\u0082" + MASK + "\u0003\u00ed", 1),
        PINGS_WITHOUT_END("\u0089\u0085" + MASK + "hello", PARTS),
        EMPTY_FRAGMENTS_WITHOUT_END("\u0000\u0080" + MASK, PARTS),
        TEXTS_WITHOUT_END("\u0081\u0085" + MASK + "hello", PARTS);

        final String bytes;
        final int times;

        Frames(String bytes, int times) {
            this.bytes = bytes;
            this.times = times;
        }
    }

    @ParameterizedTest
    @EnumSource
    void webSocketPlayersAreClosedForWhatIsNoWebSocket(Frames frames) throws Exception {
        try (RtmpClient publisher = publisher("a");
                RtmpClient other = player("a");
                RawClient player = new RawClient(relay.port())) {
            player.send(UPGRADE);
            RecordingGate.await(gate.playRequests);
            assertThat(player.isClosedAfter(frames.bytes, frames.times)).isTrue();
            assertThat(RecordingGate.await(gate.playEnds).cause())
                    .isIn(EndCause.PROTOCOL_ERROR, EndCause.LIMIT_EXCEEDED, EndCause.CLIENT);
            publisher.audio(0, 1);
            assertThat(other.media(1)).hasSize(1);
        }
    }

    /** Requests of an HTTP client, and how often their parts are sent. */
    enum Heads {
        LINE_WITHOUT_END("GET /live/" + "a".repeat(1_000), 100),
        HEADERS_WITHOUT_END("GET /live/a.flv HTTP/1.1\r\nHost: a\r\n", "X-More: " + "x".repeat(500) + "\r\n", PARTS),
        TINY_HEADERS_WITHOUT_END("GET /live/a.flv HTTP/1.1\r\nHost: a\r\n", "a:\r\n", 20 * PARTS),
        HEADER_FOLDED_WITHOUT_END("GET /live/a.flv HTTP/1.1\r\nX: a", "\r\n " + "x".repeat(500), PARTS),
        EMPTY_LINES_WITHOUT_END("GET /live/a.flv", "\r\n", 20 * PARTS),
        NUL_IN_THE_LINE("GET /live/a\0.flv HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        NUL_IN_A_HEADER("GET /live/a.flv HTTP/1.1\r\nHo\0st: a\r\n\r\n", 1),
        NO_VERSION("GET /live/a.flv\r\nHost: a\r\n\r\n", 1),
        OTHER_PROTOCOL("GET /live/a.flv RTSP/1.0\r\nHost: a\r\n\r\n", 1),
        CONNECT("CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        ELSEWHERE("GET http://127.0.0.1:22/live/a.flv HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        KEY_WITH_NUL("GET /live/a%00b.flv HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        KEY_WITH_A_LINE_END("GET /live/a%0d%0aSet-Cookie:%20b.flv HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        BODY("POST /live/a.flv HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n", "x".repeat(1_000), PARTS);

        final String begin;
        final String bytes;
        final int times;

        Heads(String bytes, int times) {
            this("", bytes, times);
        }

        Heads(String begin, String bytes, int times) {
            this.begin = begin;
            this.bytes = bytes;
            this.times = times;
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsThatAreNoneDoNotReachTheGate(Heads head) throws Exception {
        try (RawClient client = new RawClient(relay.port())) {
            client.send(head.begin);
            assertThat(client.isClosedAfter(head.bytes, head.times)).isTrue();
        }
        assertThat(gate.playRequests).isEmpty();
        assertThat(gate.publishRequests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NUL_IN_A_HEADER", "KEY_WITH_NUL", "KEY_WITH_A_LINE_END", "ELSEWHERE"})
    void theAnswerRepeatsNothingOfTheRequest(Heads head) throws Exception {
        try (RawClient client = new RawClient(relay.port())) {
            client.send(head.bytes);
            client.socket.setSoTimeout(Patience.MILLIS);
            String answer = new String(client.socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 40").doesNotContain("Set-Cookie");
        }
    }
}
