package io.parley.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real Undertow with real sockets: what a request costs before the application sees it. */
class RequestAdmissionHandlerTest {

    private static final int PATIENCE_MS = 120_000;

    private @Nullable Undertow server;
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    private void start(Consumer<RequestAdmissionHandler> settings, HttpHandler application) {
        RequestAdmissionHandler admission = new RequestAdmissionHandler(new BlockingHandler(application));
        settings.accept(admission);
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(2)
                .setWorkerThreads(2)
                .setHandler(admission)
                .build();
        server.start();
    }

    private Socket connect() throws IOException {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(address, PATIENCE_MS);
        sockets.add(socket);
        return socket;
    }

    private Socket send(String text) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String head(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + String.join("", headers) + "\r\n";
    }

    private static String length(int bytes) {
        return "Content-Length: " + bytes + "\r\n";
    }

    /** Everything until the server closes. A byte that was sent to it afterwards makes the end a reset. */
    private static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException reset) {
            // what came before it counts
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }

    private static HttpHandler echo() {
        return exchange -> {
            byte[] body = exchange.getInputStream().readAllBytes();
            exchange.getResponseHeaders().put(io.undertow.util.Headers.CONTENT_LENGTH, body.length);
            exchange.getOutputStream().write(body);
        };
    }

    @Test
    void aBodyComesThroughUnchangedWhateverItsSizeAndPieces() throws Exception {
        start(settings -> {}, echo());
        for (int size : new int[] {1, 100, 16_383, 16_384, 16_385, 32_768, 200_000}) {
            byte[] body = pattern(size);
            Socket socket = send(head("POST", "/parley/api/v1/x", length(size)));
            for (int from = 0; from < size; from += 7_001) {
                socket.getOutputStream().write(body, from, Math.min(7_001, size - from));
                socket.getOutputStream().flush();
            }
            assertThat(echoed(socket, size)).isEqualTo(body);
        }
    }

    @Test
    void chunkedBodiesAndExpectedContinuesAreReceivedToo() throws Exception {
        start(settings -> {}, echo());
        Socket chunked = send(head("POST", "/parley/api/v1/x", "Transfer-Encoding: chunked\r\n")
                + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
        assertThat(echoed(chunked, 11)).asString().isEqualTo("hello world");
        Socket expecting = send(head("POST", "/parley/api/v1/x", length(5), "Expect: 100-continue\r\n"));
        assertThat(status(expecting)).isEqualTo("HTTP/1.1 100");
        expecting.getOutputStream().write("again".getBytes(StandardCharsets.US_ASCII));
        assertThat(echoed(expecting, 5)).asString().isEqualTo("again");
    }

    /** Reads the head of an answer and as many bytes after it. */
    private static byte[] echoed(Socket socket, int size) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("HTTP/1.1 200") < 0 || !head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        return in.readNBytes(size);
    }

    @Test
    void slowBodiesHoldNoThreadAndAreCutInWords() throws Exception {
        start(
                settings -> {
                    settings.setBodySeconds(3);
                    settings.setThreads(1);
                },
                echo());
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slow.add(send(head("POST", "/parley/api/v1/sessions", length(100_000)) + "x"));
            slow.add(send(head("POST", "/parley/console/settings", length(100_000)) + "x"));
        }
        Socket quick = send(head("POST", "/parley/api/v1/sessions", length(2)) + "ok");
        assertThat(echoed(quick, 2)).asString().isEqualTo("ok");
        Thread drip = drip(slow);
        for (Socket socket : slow) {
            assertThat(rest(socket)).contains("HTTP/1.1 408", "urn:parley:refusal:BODY_TOO_LATE");
        }
        drip.join();
    }

    /** A byte for each, again and again, until the server has closed them all. */
    private static Thread drip(List<Socket> slow) {
        Thread thread = new Thread(() -> {
            List<Socket> open = new ArrayList<>(slow);
            while (!open.isEmpty()) {
                open.removeIf(socket -> {
                    try {
                        socket.getOutputStream().write('x');
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
                try {
                    TimeUnit.MILLISECONDS.sleep(200);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedByItsHeaderOrByWhatHasArrived() throws Exception {
        start(settings -> settings.setMaxBody(1_000), echo());
        assertThat(rest(send(head("POST", "/parley/api/v1/x", length(1_001)))))
                .contains("HTTP/1.1 413", "BODY_TOO_LARGE");
        Socket chunked = send(head("POST", "/parley/api/v1/x", "Transfer-Encoding: chunked\r\n") + "7d0\r\n");
        chunked.getOutputStream().write(pattern(2_000));
        assertThat(status(chunked)).isEqualTo("HTTP/1.1 413");
    }

    @Test
    void aCodingThatProxiesMayReadOtherwiseIsRefusedBeforeTheBodyIsRead() throws Exception {
        start(settings -> {}, echo());
        for (String coding : new String[] {"identity", "xchunked", "gzip, chunked", "chunked, identity"}) {
            String head = head("POST", "/parley/api/v1/x", "Transfer-Encoding: " + coding + "\r\n");
            assertThat(rest(send(head))).as(coding).contains("HTTP/1.1 400");
        }
    }

    @Test
    void whoHasTheMostUnfinishedBodiesLosesTheOldestOfThem() throws Exception {
        start(settings -> settings.setBodiesUnderWay(10), echo());
        Socket oldest = send(head("POST", "/parley/api/v1/x", length(10)) + "x");
        List<Socket> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(send(head("POST", "/parley/api/v1/x", length(2)) + "x"));
            if (i == 0) {
                others.get(0).getOutputStream().flush();
            }
        }
        // Connections are accepted by two threads in any order: one of the eleven is gone, whichever was first.
        List<Socket> all = new ArrayList<>(others);
        all.add(oldest);
        assertThat(firstToEnd(all)).contains("HTTP/1.1 429", "TOO_MANY");
    }

    private static String firstToEnd(List<Socket> all) throws Exception {
        BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        for (Socket socket : all) {
            Thread reader = new Thread(() -> {
                try {
                    ended.add(rest(socket));
                } catch (IOException e) {
                    // closed by the test
                }
            });
            reader.setDaemon(true);
            reader.start();
        }
        return ended.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Test
    void oneKindOfRequestDoesNotWaitForAnother() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start(settings -> settings.setThreads(2), exchange -> {
            if (exchange.getRequestPath().startsWith("/parley/api/v1/slow")) {
                release.await();
            }
            exchange.getOutputStream().write(Thread.currentThread().getName().getBytes(StandardCharsets.US_ASCII));
        });
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(send(head("GET", "/parley/api/v1/slow", "Connection: close\r\n")));
        }
        assertThat(rest(send(head("GET", "/parley/signal", "Connection: close\r\n"))))
                .contains("parley-signal-upgrade");
        assertThat(rest(send(head("GET", "/parley/api/v1/sessions", "Connection: close\r\n"))))
                .contains("parley-sign-in");
        assertThat(rest(send(head("GET", "/parley/api/v1/apps/1/bans?format=csv", "Connection: close\r\n"))))
                .contains("parley-download");
        assertThat(rest(send(head("GET", "/parley/sdk/x.js", "Connection: close\r\n"))))
                .contains("parley-file");
        release.countDown();
        for (Socket socket : waiting) {
            assertThat(rest(socket)).contains("parley-request");
        }
    }

    @Test
    void anAddressTakesThreeQuartersOfAKindAndGetsThemBack() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start(
                settings -> {
                    settings.setThreads(4);
                    settings.setProxies("127.0.0.1");
                },
                exchange -> {
                    if (exchange.getRequestPath().endsWith("slow")) {
                        release.await();
                    }
                });
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            waiting.add(send(
                    head("GET", "/parley/api/v1/slow", "X-Forwarded-For: 192.0.2.1\r\n", "Connection: close\r\n")));
        }
        String other = head("GET", "/parley/api/v1/x", "X-Forwarded-For: 192.0.2.2\r\n", "Connection: close\r\n");
        assertThat(rest(send(other))).contains("HTTP/1.1 200");
        release.countDown();
        for (Socket socket : waiting) {
            assertThat(rest(socket)).contains("HTTP/1.1 200");
        }
        for (int i = 0; i < 12; i++) {
            assertThat(rest(send(other.replace("192.0.2.2", "192.0.2.1")))).contains("HTTP/1.1 200");
        }
    }

    @Test
    void aReaderThatTakesNothingLosesItsConnectionAndItsThread() throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        start(
                settings -> {
                    settings.setThreads(1);
                    settings.setStallSeconds(2);
                },
                exchange -> {
                    if (exchange.getRequestPath().endsWith("large")) {
                        try {
                            for (int i = 0; i < 10_000; i++) {
                                exchange.getOutputStream().write(new byte[16_384]);
                            }
                        } catch (IOException e) {
                            failures.add(e);
                            throw e;
                        }
                    }
                });
        send(head("GET", "/parley/api/v1/large"));
        assertThat(failures.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isInstanceOf(IOException.class);
        assertThat(rest(send(head("GET", "/parley/api/v1/x", "Connection: close\r\n"))))
                .contains("HTTP/1.1 200");
    }

    @Test
    void onlyTrustedProxiesSayForWhomTheyAsk() throws Exception {
        String asks =
                head("GET", "/parley/sdk/x", "X-Forwarded-For: 6.6.6.6, 203.0.113.7\r\n", "Connection: close\r\n");
        HttpHandler address = exchange -> exchange.getOutputStream()
                .write(exchange.getSourceAddress().getAddress().getHostAddress().getBytes(StandardCharsets.US_ASCII));
        start(settings -> {}, address);
        assertThat(rest(send(asks))).endsWith("127.0.0.1");
        server.stop();
        start(settings -> settings.setProxies("10.0.0.0/8,127.0.0.1"), address);
        assertThat(rest(send(asks))).endsWith("203.0.113.7");
        String chain = asks.replace("203.0.113.7", "2001:db8::7, 10.1.1.1");
        assertThat(rest(send(chain))).endsWith("2001:db8:0:0:0:0:0:7");
        assertThat(rest(send(asks.replace("203.0.113.7", "nonsense")))).endsWith("127.0.0.1");
        assertThat(Arrays.asList("10.0.0.0/33", "host", "1.2.3.4/")).allSatisfy(wrong -> assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(() -> new TrustedProxies(wrong, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parley.proxies"));
    }

    @Test
    void whoAsksToSignInTooOftenIsRefusedWithoutAThreadHoweverTheAddressIsSpelt() throws Exception {
        start(
                settings -> {
                    settings.setSignInRequests(4);
                    settings.setRefusalDelayMs(300);
                },
                echo());
        for (String path : List.of(
                "/parley/api/v1/sessions",
                "/parley/api/v1/sessions/",
                "/parley//api/v1/sessions;a=b",
                "/parley/console/sign-in.xhtml")) {
            assertThat(status(send(head("GET", path)))).as(path).isEqualTo("HTTP/1.1 200");
        }
        long before = System.nanoTime();
        assertThat(rest(send(head("POST", "/parley/api/v1/sessions", length(1_000)))))
                .contains("HTTP/1.1 429", "Retry-After: 10", "urn:parley:refusal:TOO_OFTEN");
        // Never sooner, so that who is refused does not come back at once.
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(status(send(head("GET", "/parley/api/v1/rooms")))).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void manyNetworksOfOneIpv6PrefixAreLimitedTogether() throws Exception {
        start(
                settings -> {
                    settings.setSignInPrefixRequests(3);
                    settings.setRefusalDelayMs(1);
                    settings.setProxies("127.0.0.1");
                },
                echo());
        for (int i = 1; i <= 4; i++) {
            String from = "X-Forwarded-For: 2001:db8:1:" + i + "::1\r\n";
            assertThat(status(send(head("GET", "/parley/api/v1/sessions", from))))
                    .isEqualTo(i <= 3 ? "HTTP/1.1 200" : "HTTP/1.1 429");
        }
        String neighbour = "X-Forwarded-For: 2001:db8:2:1::1\r\n";
        assertThat(status(send(head("GET", "/parley/api/v1/sessions", neighbour))))
                .isEqualTo("HTTP/1.1 200");
    }

    @Test
    void moreCookiesThanAreReadAreTheClientsMistake() throws Exception {
        start(settings -> {}, exchange -> {
            exchange.requestCookies();
            exchange.setStatusCode(204);
        });
        String cookies = IntStream.range(0, 500)
                .mapToObj(number -> "c" + number + "=v")
                .collect(Collectors.joining("; ", "Cookie: ", "\r\n"));
        assertThat(rest(send(head("GET", "/parley/api/v1/x", cookies)))).contains("HTTP/1.1 400", "TOO_MANY_COOKIES");
        String few = "Cookie: a=b; c=d\r\n";
        assertThat(status(send(head("GET", "/parley/api/v1/x", few)))).isEqualTo("HTTP/1.1 204");
    }
}
