package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.rtmp.Flv;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.statistics.CloseReason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** WebSocket publishers on a real port, by a client that is not ours. */
class WebSocketPublishTest extends RelayFixture {

    private static final int N = 60;

    /** The relay's text frames and close codes. */
    private static final class Heard implements WebSocket.Listener {
        final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            all.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            all.add(status + " " + reason);
            return null;
        }

        String next() {
            return RecordingGate.await(all);
        }
    }

    private final Heard heard = new Heard();

    @Override
    protected RelayConfig config() {
        return super.config().with(RelaySetting.PUBLISHER_GRACE_MS, 30_000);
    }

    @Test
    void w8_publisherThatIsLostAndComesBackByTheOtherProtocolIsMissedByNobody() throws Exception {
        try (RtmpClient player = player("a");
                RawClient first = new RawClient(relay.port())) {
            first.send(Flv.upgrade("/publish/a.flv"));
            first.send(Flv.frames(
                    new Flv().header().videoHeader(0, 1).key(0, 2, 10).bytes(), 50));
            assertThat(player.media(2)).hasSize(2);
            first.socket.setSoLinger(true, 0);
            first.close();
            Thread.sleep(200);
            assertThat(gate.publishEnds).isEmpty();
            try (RtmpClient second = publisher("a")) {
                second.videoHeader(0, 3);
                second.key(0, 4, 10);
                assertThat(player.media(2)).hasSize(2);
                assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.REPLACED);
                WebSocket third = open("/publish/a.flv?ticket=t");
                assertThat(heard.next()).isEqualTo("{\"type\":\"publishing\"}");
                assertThat(second.awaitName("NetStream.")).isEqualTo("NetStream.Publish.BadName");
                third.sendBinary(
                        ByteBuffer.wrap(new Flv()
                                .header()
                                .videoHeader(0, 5)
                                .key(0, 6, 9)
                                .bytes()),
                        true);
                List<RtmpClient.Message> got = player.media(2);
                assertThat(PublishPlayTest.mark(got.get(1))).isEqualTo("6");
                third.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
                assertThat(heard.next()).isEqualTo("1000 ");
            }
        }
    }

    @Test
    void w8_statisticsNameTheProtocol() throws Exception {
        open("/publish/a.flv");
        heard.next();
        assertThat(relay.streams()).singleElement().satisfies(stream -> assertThat(stream.protocol())
                .isEqualTo(MediaProtocol.WS_FLV));
    }

    @Test
    void w10_framesInASecondAreLimited() throws Exception {
        restart(config().with(RelaySetting.MESSAGES_PER_SECOND, N));
        WebSocket socket = open("/publish/a.flv");
        heard.next();
        byte[] film = new Flv().header().key(0, 1, 10_000).bytes();
        expectTooFast(() -> {
            for (int i = 0; i < 10_000 && i < film.length; i++) {
                socket.sendBinary(ByteBuffer.wrap(film, i, 1), true).get();
            }
        });
    }

    @Test
    void w10_tagsInASecondAreLimited() throws Exception {
        restart(config().with(RelaySetting.MESSAGES_PER_SECOND, N));
        WebSocket socket = open("/publish/a.flv");
        heard.next();
        Flv few = new Flv().header();
        Flv many = new Flv();
        for (int i = 0; i < N; i++) {
            few.audio(i, i);
            many.audio(N + i, i);
        }
        socket.sendBinary(ByteBuffer.wrap(few.bytes()), true).get();
        Thread.sleep(1_100);
        assertThat(gate.publishEnds).isEmpty();
        expectTooFast(() -> {
            socket.sendBinary(ByteBuffer.wrap(many.bytes()), true).get();
            socket.sendBinary(ByteBuffer.wrap(new Flv().audio(0, 0).bytes()), true)
                    .get();
        });
    }

    @Test
    void w10_textsAndPingsCountAsCommands() throws Exception {
        restart(config().with(RelaySetting.COMMANDS_PER_SECOND, N));
        WebSocket socket = open("/publish/a.flv");
        heard.next();
        expectTooFast(() -> {
            for (int i = 0; i < N + 1; i++) {
                socket.sendText("{}", true).get();
            }
        });
    }

    @Test
    void w10_bitrateIsLimited() throws Exception {
        restart(config().with(RelaySetting.PUBLISHER_KBITS, 100));
        WebSocket socket = open("/publish/a.flv");
        heard.next();
        byte[] film = new Flv().header().key(0, 1, 130_000).bytes();
        expectTooFast(() -> socket.sendBinary(ByteBuffer.wrap(film), true).get());
    }

    @Test
    void w9_pagesThatAreNotOnTheListAreRefusedBeforeTheGateIsAsked() throws Exception {
        restart(config().withOrigins(List.of("https://meet.example.org")));
        try (RawClient client = new RawClient(relay.port())) {
            client.send(Flv.upgrade("/publish/a.flv").replace("Host: a", "Origin: https://evil.example"));
            client.socket.setSoTimeout(Patience.MILLIS);
            assertThat(HttpFlvTest.head(client.socket.getInputStream())).startsWith("HTTP/1.1 403 ");
        }
        assertThat(gate.publishRequests).isEmpty();
        try (RawClient client = new RawClient(relay.port())) {
            client.send(Flv.upgrade("/publish/a.flv").replace("Host: a", "Origin: https://meet.example.org"));
            client.socket.setSoTimeout(Patience.MILLIS);
            assertThat(HttpFlvTest.head(client.socket.getInputStream())).startsWith("HTTP/1.1 101 ");
        }
    }

    /** Some action may fail because the relay was quick. */
    private interface Sending {
        void run() throws Exception;
    }

    private void expectTooFast(Sending sending) throws Exception {
        try {
            sending.run();
        } catch (ExecutionException closed) {
            assertThat(closed.getCause()).isNotInstanceOf(WebSocketHandshakeException.class);
        }
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.LIMIT_EXCEEDED);
        assertThat(heard.next()).isEqualTo("1008 too_fast");
        for (int i = 0; i < Patience.MILLIS / 10 && relay.connections().closed(CloseReason.TOO_FAST) == 0; i++) {
            Thread.sleep(10);
        }
        assertThat(relay.connections().closed(CloseReason.TOO_FAST)).isEqualTo(1);
    }

    private WebSocket open(String path) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + relay.port() + path), heard)
                .get();
    }
}
