package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An identity provider that answers too much, too slowly, or not at all. */
class ProviderHttpTest {

    private static final int MOST = 1_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer provider;

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setExecutor(threads);
        provider.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        provider.stop(0);
        threads.shutdownNow();
    }

    private HttpRequest answeredBy(HttpHandler handler) {
        provider.createContext("/", handler);
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/"))
                .build();
    }

    private static HttpHandler bytes(int status, int count) {
        return exchange -> {
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(new byte[count]);
            }
        };
    }

    @Test
    void anAnswerOfTheLargestSizeIsRead() throws IOException {
        HttpRequest request = answeredBy(bytes(200, MOST));
        assertThat(new ProviderHttp(1, 60_000, MOST).send(request)).hasSize(MOST);
    }

    @Test
    void aLargerAnswerIsGivenUpWhileItComes() {
        HttpRequest request = answeredBy(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            try {
                while (over.getCount() > 0) {
                    body.write(new byte[1_000]);
                    body.flush();
                }
            } finally {
                exchange.close();
            }
        });
        assertThatThrownBy(() -> new ProviderHttp(1, 60_000, MOST).send(request))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void anAnswerThatBeginsAndDoesNotEndIsGivenUpAtTheDeadline() {
        HttpRequest request = answeredBy(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
            exchange.close();
        });
        ProviderHttp http = new ProviderHttp(1, 500, MOST);
        assertThatThrownBy(() -> http.send(request))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 500 ms");
        assertThatThrownBy(() -> http.send(request))
                .as("its place is free again")
                .isInstanceOf(IOException.class);
    }

    @Test
    void noMoreRequestsAreUnderWayThanThereArePlaces() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        HttpRequest request = answeredBy(exchange -> {
            arrived.countDown();
            await();
            exchange.close();
        });
        ProviderHttp http = new ProviderHttp(1, 60_000, MOST);
        threads.execute(() -> {
            try {
                http.send(request);
            } catch (IOException e) {
                // the provider ends it
            }
        });
        arrived.await();
        assertThatThrownBy(() -> http.send(request)).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.refusal())
                .isEqualTo(Refusal.TRY_LATER));
    }

    @Test
    void anotherStatusIsNoAnswer() {
        HttpRequest request = answeredBy(bytes(500, 1));
        assertThatThrownBy(() -> new ProviderHttp(1, 60_000, MOST).send(request))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("500");
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
