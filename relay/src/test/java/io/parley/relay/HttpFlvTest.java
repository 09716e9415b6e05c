package io.parley.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpFlvTest extends RelayFixture {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void f3_waitingPlayerGetsTheWholeStreamAndItsEnd() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> asked = get("/live/a.flv?ticket=t");
        assertThat(RecordingGate.await(gate.playRequests))
                .isEqualTo(new MediaRequest("a", "t", MediaProtocol.HTTP_FLV, "127.0.0.1", null, true));
        Thread.sleep(50);
        try (RtmpClient publisher = publisher("a")) {
            publisher.metadata("width", 320.0);
            publisher.videoHeader(0, 0);
            publisher.audioHeader(0);
            publisher.key(0, 1, 100_000);
            publisher.audio(5, 2);
            HttpResponse<InputStream> response = asked.get();
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).hasValue("video/x-flv");
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .hasValue("*");
            FlvStream flv = new FlvStream(response.body());
            assertThat(flv.flags).isEqualTo(5);
            assertThat(flv.next().type()).isEqualTo(18);
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("1");
            assertThat(flv.next().mark()).isEqualTo("2");
            publisher.command(0, "deleteStream", 0, null, 1.0);
            assertThat(flv.next()).as("a proper last chunk").isNull();
        }
        assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
    }

    @Test
    void f2_laterPlayerBeginsWithHeadersAtTheKeyFramesTime() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.metadata("width", 320.0);
            publisher.videoHeader(0, 0);
            publisher.audioHeader(0);
            publisher.key(0, 1, 10);
            publisher.frame(40, 2, 10);
            publisher.key(80, 3, 10);
            publisher.sync();
            FlvStream flv = new FlvStream(get("/live/a.flv").get().body());
            FlvStream.Tag metadata = flv.next();
            assertThat(metadata.type()).isEqualTo(18);
            assertThat(metadata.timestamp()).isEqualTo(80);
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("3");
        }
    }

    @Test
    void f1_headerNamesOnlyTheTracksThatCome() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.metadata("videocodecid", 7.0, "audiocodecid", 10.0);
            for (int time = 0; time <= 1_100; time += 20) {
                publisher.audio(time, time);
            }
            publisher.sync();
            FlvStream flv = new FlvStream(get("/live/a.flv").get().body());
            assertThat(flv.flags).isEqualTo(4);
        }
    }

    @Test
    void f3_http10IsEndedByClosing() throws Exception {
        try (RtmpClient publisher = publisher("a");
                Socket socket = new Socket("127.0.0.1", relay.port())) {
            socket.setSoTimeout(Patience.MILLIS);
            socket.getOutputStream().write("GET /live/a.flv HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            RecordingGate.await(gate.playRequests);
            Thread.sleep(50);
            publisher.videoHeader(0, 0);
            publisher.audio(0, 1);
            InputStream in = socket.getInputStream();
            String head = head(in);
            assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContain("chunked");
            FlvStream flv = new FlvStream(in);
            assertThat(flv.next().mark()).isEqualTo("header");
            assertThat(flv.next().mark()).isEqualTo("1");
            publisher.close();
            assertThat(flv.next()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"DENIED, 403", "IN_USE, 403", "NOT_FOUND, 404", "UNAVAILABLE, 503"})
    void f4_refusalsAreStatusCodesWithAJsonBody(GateRefusal refusal, int status) throws Exception {
        restart(config().with(RelaySetting.PLAY_WAIT_MS, 1_500));
        gate.onPlay = (request, reply) -> reply.refuse(refusal);
        HttpResponse<InputStream> response = get("/live/a.flv").get();
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new String(response.body().readAllBytes(), US_ASCII)).startsWith("{\"error\":");
    }

    @Test
    void f4_streamThatDoesNotComeIsNotFound() throws Exception {
        restart(config().with(RelaySetting.PLAY_WAIT_MS, 1_500));
        assertThat(get("/live/a.flv").get().statusCode()).isEqualTo(404);
        assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /live/a, 404",
        "GET, /, 404",
        "POST, /live/a.flv, 405",
        "OPTIONS, /live/a.flv, 204",
        "HEAD, /live/a.flv, 200"
    })
    void f3_otherRequestsDoNotReachTheGate(String method, String path, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(status);
        assertThat(gate.playRequests).isEmpty();
    }

    @Test
    void f8_clientThatGoesIsNoticed() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            Socket socket = new Socket("127.0.0.1", relay.port());
            socket.getOutputStream().write("GET /live/a.flv HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            RecordingGate.await(gate.playRequests);
            socket.close();
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.CONNECTION_LOST);
            publisher.sync();
        }
    }

    @ParameterizedTest
    @CsvSource({"Range: bytes=100-", "Accept-Encoding: gzip", "If-Modified-Since: Sun"})
    void f3_whatIsAskedForOtherwiseIsIgnored(String header) throws Exception {
        try (RtmpClient publisher = publisher("a");
                Socket socket = ask("GET /live/a.flv HTTP/1.1\r\n" + header + "\r\n\r\n")) {
            publisher.videoHeader(0, 0);
            publisher.audio(0, 1);
            assertThat(head(socket.getInputStream()))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContainIgnoringCase("content-encoding")
                    .doesNotContainIgnoringCase("content-range");
        }
    }

    @Test
    void f4_refusalsDoNotTellWhetherTheStreamExists() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.key(0, 1, 10);
            publisher.sync();
            gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.DENIED);
            assertThat(whole("GET /live/a.flv HTTP/1.1\r\n\r\n")).isEqualTo(whole("GET /live/b.flv HTTP/1.1\r\n\r\n"));
            assertThat(whole("HEAD /live/a.flv HTTP/1.1\r\n\r\n"))
                    .isEqualTo(whole("HEAD /live/b.flv HTTP/1.1\r\n\r\n"));
        }
    }

    @Test
    void f7_proxiesAreAskedNotToCollectAndTheHeadLeavesWithTheFirstMedia() throws Exception {
        try (RtmpClient publisher = publisher("a");
                Socket socket = ask("GET /live/a.flv HTTP/1.1\r\n\r\n")) {
            publisher.audio(0, 1);
            publisher.key(0, 2, 10);
            // No more media comes, so nothing may wait for more.
            assertThat(head(socket.getInputStream())).contains("\r\nX-Accel-Buffering: no\r\n");
            byte[] chunk = new byte[512];
            int count = socket.getInputStream().read(chunk);
            assertThat(new String(chunk, 0, count, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .contains("FLV");
        }
    }

    @Test
    void f8_secondRequestOfAConnectionIsNotHeard() throws Exception {
        assertThat(whole("HEAD /live/a.flv HTTP/1.1\r\n\r\nGET /live/b.flv HTTP/1.1\r\n\r\n"))
                .containsOnlyOnce("HTTP/1.1 ")
                .contains("\r\nConnection: close\r\n");
        assertThat(gate.playRequests).isEmpty();
        try (RtmpClient publisher = publisher("a");
                Socket socket = ask("GET /live/a.flv HTTP/1.1\r\n\r\nGET /live/b.flv HTTP/1.1\r\n\r\n")) {
            socket.getOutputStream().write("GET /live/c.flv HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            publisher.key(0, 1, 10);
            publisher.audio(0, 2);
            String head = head(socket.getInputStream());
            publisher.command(0, "deleteStream", 0, null, 1.0);
            assertThat(head + new String(readAll(socket.getInputStream()), US_ASCII))
                    .containsOnlyOnce("HTTP/1.1 ");
        }
        assertThat(gate.playRequests).isEmpty();
    }

    @Test
    void f8_clientThatStopsReadingIsNotWaitedForForEver() throws Exception {
        restart(with(config(), 200, 600, 1_000));
        try (RtmpClient publisher = publisher("a");
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", relay.port()));
            socket.getOutputStream().write("GET /live/a.flv HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            RecordingGate.await(gate.playRequests);
            publisher.audio(0, 0);
            publisher.key(0, 0, 40_000);
            for (int i = 1; i < 150 && gate.playEnds.isEmpty(); i++) {
                publisher.frame(i * 40, i, 40_000);
                Thread.sleep(20);
            }
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.TOO_SLOW);
        }
    }

    /** A request that the gate has been asked about. */
    private Socket ask(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", relay.port());
        socket.setSoTimeout(Patience.MILLIS);
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        RecordingGate.await(gate.playRequests);
        return socket;
    }

    private String whole(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", relay.port())) {
            socket.setSoTimeout(Patience.MILLIS);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(readAll(socket.getInputStream()), US_ASCII);
        }
    }

    @Test
    void garbageIsAnsweredOrClosed() throws Exception {
        for (String garbage : new String[] {"GET \u0001\r\n\r\n", "X".repeat(20_000), "\u0016\u0003\u0001", "\u0000"}) {
            try (Socket socket = new Socket("127.0.0.1", relay.port())) {
                socket.setSoTimeout(Patience.MILLIS);
                socket.getOutputStream().write(garbage.getBytes(US_ASCII));
                byte[] answer = readAll(socket.getInputStream());
                assertThat(answer.length).isLessThan(1_000);
            }
        }
        assertThat(gate.playRequests).isEmpty();
    }

    @Test
    void tricklingClientMeetsTheDeadline() throws Exception {
        restart(config().with(RelaySetting.HANDSHAKE_DEADLINE_MS, 1_500));
        try (Socket socket = new Socket("127.0.0.1", relay.port())) {
            socket.setSoTimeout(Patience.MILLIS);
            long begin = System.nanoTime();
            Thread trickle = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        socket.getOutputStream().write('G');
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException closed) {
                    // as it should be
                }
            });
            trickle.start();
            readAll(socket.getInputStream());
            assertThat((System.nanoTime() - begin) / 1_000_000).isGreaterThanOrEqualTo(1_200L);
            trickle.interrupt();
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        try {
            return in.readAllBytes();
        } catch (java.net.SocketException reset) {
            return new byte[0];
        }
    }

    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("after %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private CompletableFuture<HttpResponse<InputStream>> get(String path) {
        return http.sendAsync(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + relay.port() + path);
    }
}
