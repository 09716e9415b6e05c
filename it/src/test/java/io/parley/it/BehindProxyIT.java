package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.it.Rest.App;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * HAProxy in front of REST, console, signalling and media: everywhere the client's address is the client's, and what a client says of
 * itself is not believed. The proxy connects from an address of its own, which the server trusts and no client has.
 */
class BehindProxyIT {

    private static final String CLIENT = "127.0.0.1";

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Process haproxy;
    private static int http;
    private static int media;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> program = Programs.find("haproxy")
                .or(() -> Optional.of("/usr/sbin/haproxy"))
                .filter(path -> Files.isExecutable(Path.of(path)));
        assumeTrue(
                program.isPresent() || System.getenv("CI") != null,
                "haproxy is not installed: apt-get install haproxy");
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("behind-proxy");
        http = Ports.free();
        media = Ports.free();
        Path configuration = Files.writeString(ParleyServer.directory().resolve("haproxy.cfg"), """
                global
                    maxconn 200
                defaults
                    mode http
                    timeout connect 60s
                    timeout client 60s
                    timeout server 60s
                    timeout tunnel 60s
                frontend web
                    bind 127.0.0.1:%d
                    default_backend parley
                backend parley
                    option forwardfor
                    http-request set-header X-Forwarded-Proto https
                    source %s
                    server parley 127.0.0.1:%d
                listen media
                    mode tcp
                    bind 127.0.0.1:%d
                    source %s
                    server parley 127.0.0.1:%d send-proxy
                """.formatted(
                        http, ParleyServer.PROXY, server.httpPort(), media, ParleyServer.PROXY, server.mediaPort()));
        haproxy = new ProcessBuilder(program.orElseThrow(), "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ParleyServer.directory().resolve("haproxy.log").toFile())
                .start();
        Eventually.holds(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", http), 5_000);
            }
        });
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (haproxy != null) {
            haproxy.destroy();
            haproxy.waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void signallingKnowsTheClientAndNotTheProxy() {
        try (SignalClient client = new SignalClient(URI.create("ws://127.0.0.1:" + http + "/parley/signal"))) {
            assertThat(client.login(app, "proxied", "u1", rest.token(app, "u1"), true)
                            .path("type")
                            .asText())
                    .isEqualTo("loggedIn");
            assertThat(addresses("select address from participation where app_id = ? and user_id = 'u1'"))
                    .isEqualTo(CLIENT);
            assertThat(addresses(
                            "select address from audit_entry where app_id = ? and user_id = 'u1' and action = 'LOGIN'"))
                    .isEqualTo(CLIENT);
        }
    }

    /** Everybody comes through it: a ban of the proxy's address must shut out nobody. */
    @Test
    void aBanOfTheProxysAddressIsNoneOfItsClients() {
        String path = "/apps/" + app.id() + "/bans";
        assertThat(rest.tryPost(path, Map.of("address", ParleyServer.PROXY, "reason", "test"))
                        .status())
                .isBetween(200, 299);
        try (SignalClient client = new SignalClient(URI.create("ws://127.0.0.1:" + http + "/parley/signal"))) {
            assertThat(client.login(app, "proxied", "u2", rest.token(app, "u2"), true)
                            .path("type")
                            .asText())
                    .isEqualTo("loggedIn");
        }
    }

    @Test
    void mediaKnowsTheClientByTheProxyProtocol() throws IOException {
        try (SignalClient client = SignalClient.inside(server, app, "proxied", "u3", rest.token(app, "u3"))) {
            String url = client.publishUrl("s3").replace(":" + server.mediaPort() + "/", ":" + media + "/");
            try (RtmpProbe probe = new RtmpProbe(url)) {
                probe.publish();
                assertThat(probe.answer()).isEqualTo("NetStream.Publish.Start");
                assertThat(addresses("select address from publication where app_id = ? and user_id = 'u3'"))
                        .isEqualTo(CLIENT);
            }
        }
    }

    @Test
    void restBelievesTheProxyAndNotWhatTheClientSaysOfItself() throws Exception {
        assertThat(signInFails(http, "through")).isEqualTo(CLIENT);
        assertThat(signInFails(server.httpPort(), "directly")).isEqualTo(CLIENT);
    }

    /** A wrong password with a forged header; returns the address that the audit has. */
    private static String signInFails(int port, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/parley/api/v1/sessions"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "203.0.113.7")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"proxied-" + name + "\",\"password\":\"wrong\"}"))
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        return Eventually.get(() -> server.database()
                .texts("select distinct address from audit_entry where actor_id = ?", "proxied-" + name)
                .get(0));
    }

    private static String addresses(String sql) {
        return Eventually.get(() -> String.join(",", server.database().texts(sql, app.id())));
    }
}
