package io.parley.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.rtmp.RtmpClient.Message;
import io.parley.relay.statistics.CloseReason;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same port, the same protocols, encrypted. */
class TlsTest extends RelayFixture {

    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    @Override
    protected RelayConfig config() {
        certificate = TestCertificate.of(directory, "a");
        return with(super.config(), 20_000, 30_000, 30_000)
                .withTls(certificate.chain(), certificate.key())
                .withProxies(List.of("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void rtmpIsPublishedAndPlayedEncryptedAndInTheClearAlike(String version) throws Exception {
        try (RtmpClient publisher = new RtmpClient(certificate.connect(relay.port(), version))) {
            assertThat(publisher.publish("a?ticket=t")).isEqualTo("NetStream.Publish.Start");
            assertThat(RecordingGate.await(gate.publishRequests).ticket()).isEqualTo("t");
            try (RtmpClient encrypted = new RtmpClient(certificate.connect(relay.port(), version));
                    RtmpClient second = new RtmpClient(certificate.connect(relay.port(), version));
                    RtmpClient clear = client()) {
                for (RtmpClient player : List.of(encrypted, second, clear)) {
                    player.play("a");
                    RecordingGate.await(gate.playRequests);
                    player.sync();
                }
                publisher.videoHeader(0, 0);
                for (int i = 0; i < 60; i++) {
                    publisher.key(i * 40, i, i * 997 % 50_000);
                    publisher.audio(i * 40 + 5, 1_000 + i);
                }
                List<Message> expected = clear.media(121);
                assertThat(expected).hasSize(121);
                assertThat(encrypted.media(121).toString()).isEqualTo(expected.toString());
                assertThat(second.media(121).toString()).isEqualTo(expected.toString());
                publisher.command(0, "deleteStream", 0, null, 1.0);
                assertThat(encrypted.awaitName("NetStream.")).isEqualTo("NetStream.Play.UnpublishNotify");
                encrypted.rest();
            }
        }
    }

    @Test
    void flvOverHttpsEndsProperlyToo() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 0);
            publisher.audioHeader(0);
            publisher.key(0, 1, 100_000);
            publisher.sync();
            HttpResponse<InputStream> response = http().send(
                            HttpRequest.newBuilder(uri("https")).build(), HttpResponse.BodyHandlers.ofInputStream());
            FlvStream flv = new FlvStream(response.body());
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("1");
            publisher.command(0, "deleteStream", 0, null, 1.0);
            assertThat(flv.next()).isNull();
        }
    }

    @Test
    void streamThatIsEndedByClosingIsEndedByTlsFirst() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        Socket wire = new Socket("127.0.0.1", relay.port()) {
            @Override
            public InputStream getInputStream() throws IOException {
                return new FilterInputStream(super.getInputStream()) {
                    @Override
                    public int read(byte[] into, int at, int most) throws IOException {
                        int count = super.read(into, at, most);
                        seen.write(into, at, Math.max(0, count));
                        return count;
                    }
                };
            }
        };
        try (RtmpClient publisher = publisher("a");
                SSLSocket socket = certificate.over(wire, "TLSv1.2")) {
            publisher.videoHeader(0, 0);
            publisher.audio(0, 1);
            publisher.key(5, 2, 10);
            publisher.sync();
            socket.getOutputStream().write("GET /live/a.flv HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            HttpFlvTest.head(socket.getInputStream());
            FlvStream flv = new FlvStream(socket.getInputStream());
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("2");
            publisher.command(0, "deleteStream", 0, null, 1.0);
            assertThat(flv.next()).isNull();
            assertThat(lastRecord(seen.toByteArray())).as("an alert").isEqualTo(21);
        }
    }

    private static int lastRecord(byte[] records) {
        ByteBuffer in = ByteBuffer.wrap(records);
        int type = 0;
        while (in.hasRemaining()) {
            type = in.get();
            in.getShort();
            in.position(in.position() + 2 + Short.toUnsignedInt(in.getShort(in.position())));
        }
        return type;
    }

    @Test
    void flvOverEncryptedWebSocket() throws Exception {
        BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 0);
            publisher.audioHeader(0);
            publisher.key(0, 1, 10);
            publisher.sync();
            http().newWebSocketBuilder()
                    .buildAsync(uri("wss"), new WebSocket.Listener() {
                        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

                        @Override
                        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                            byte[] bytes = new byte[data.remaining()];
                            data.get(bytes);
                            partial.writeBytes(bytes);
                            if (last) {
                                frames.add(partial.toByteArray());
                                partial.reset();
                            }
                            socket.request(1);
                            return null;
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                            closes.add(status);
                            return null;
                        }
                    })
                    .get();
            assertThat(RecordingGate.await(frames)).startsWith('F', 'L', 'V');
            assertThat(RecordingGate.await(frames)).hasSize(11 + 9 + 10 + 4);
            publisher.command(0, "deleteStream", 0, null, 1.0);
            assertThat(RecordingGate.await(closes)).isEqualTo(1000);
        }
    }

    @Test
    void encryptionMayComeBehindAProxyHeader() throws Exception {
        Socket socket = new Socket("127.0.0.1", relay.port());
        socket.getOutputStream().write("PROXY TCP4 203.0.113.7 10.0.0.1 4711 1935\r\n".getBytes(US_ASCII));
        try (RtmpClient publisher = new RtmpClient(certificate.over(socket))) {
            assertThat(publisher.publish("a")).isEqualTo("NetStream.Publish.Start");
            assertThat(RecordingGate.await(gate.publishRequests).remoteAddress())
                    .isEqualTo("203.0.113.7");
        }
    }

    @Test
    void handshakeThatFailsIsClosedAndCounted() throws Exception {
        TestCertificate other = TestCertificate.of(directory, "other");
        assertThatThrownBy(() -> other.connect(relay.port())).isInstanceOf(IOException.class);
        awaitClosed(CloseReason.TLS_FAILED, 1);
        try (RawClient client = new RawClient(relay.port()).send("\u0016 and then something else")) {
            assertThat(client.isClosedIn(Patience.MILLIS)).isTrue();
        }
        awaitClosed(CloseReason.TLS_FAILED, 2);
        try (SSLSocket twice = certificate.connect(relay.port())) {
            twice.getOutputStream().write(0x16);
            assertThat(twice.getInputStream().read()).isNegative();
        }
        awaitClosed(CloseReason.UNKNOWN_PROTOCOL, 1);
    }

    @Test
    void withoutACertificateTlsIsClosedAndCounted() throws Exception {
        restart(RelayConfig.forCalls("127.0.0.1", 0));
        assertThatThrownBy(() -> certificate.connect(relay.port())).isInstanceOf(IOException.class);
        awaitClosed(CloseReason.NO_TLS, 1);
    }

    private void awaitClosed(CloseReason reason, int count) throws InterruptedException {
        for (int i = 0; i < Patience.MILLIS / 10 && relay.connections().closed(reason) < count; i++) {
            Thread.sleep(10);
        }
        assertThat(relay.connections().closed(reason)).isEqualTo(count);
    }

    private static HttpClient http() throws Exception {
        return HttpClient.newBuilder().sslContext(certificate.client()).build();
    }

    private URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + relay.port() + "/live/a.flv");
    }
}
