package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.App;
import io.parley.it.ReverseProxy.Program;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * HAProxy and nginx in front of REST, console, signalling and media, with TLS that ends there: everywhere the client's address is the
 * client's, and what a client says of itself is not believed.
 */
class BehindProxyIT {

    private static final String CLIENT = "127.0.0.1";

    private static final Map<Program, ReverseProxy> PROXIES = new EnumMap<>(Program.class);

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void start() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("behind-proxy");
    }

    @AfterAll
    static void stop() {
        PROXIES.values().forEach(ReverseProxy::close);
        PROXIES.clear();
    }

    private static ReverseProxy proxy(Program program) {
        return PROXIES.computeIfAbsent(program, kind -> new ReverseProxy(kind, server));
    }

    /** Trusts the proxy's certificate. */
    private static HttpClient client(ReverseProxy proxy) {
        return HttpClient.newBuilder().sslContext(proxy.certificate().client()).build();
    }

    private static SignalClient signal(ReverseProxy proxy) {
        return new SignalClient(URI.create("wss://127.0.0.1:" + proxy.httpsPort() + "/parley/signal"), client(proxy));
    }

    /** The address of this medium as it is behind the proxy. */
    private static String through(ReverseProxy proxy, String url) {
        return url.replace(":" + server.mediaPort() + "/", ":" + proxy.mediaPort() + "/");
    }

    @ParameterizedTest
    @EnumSource
    void signallingKnowsTheClientAndNotTheProxy(Program program) {
        String user = "u1-" + program;
        try (SignalClient client = signal(proxy(program))) {
            assertThat(client.login(app, "proxied", user, rest.token(app, user), true)
                            .path("type")
                            .asText())
                    .isEqualTo("loggedIn");
            assertThat(address("select address from participation where app_id = ? and user_id = ?", user))
                    .isEqualTo(CLIENT);
            assertThat(address(
                            "select address from audit_entry where app_id = ? and user_id = ? and action = 'LOGIN'",
                            user))
                    .isEqualTo(CLIENT);
        }
    }

    /** Everybody comes through it: a ban of the proxy's address must shut out nobody. */
    @ParameterizedTest
    @EnumSource
    void aBanOfTheProxysAddressIsNoneOfItsClients(Program program) {
        String user = "u2-" + program;
        String path = "/apps/" + app.id() + "/bans";
        assertThat(rest.tryPost(path, Map.of("address", ParleyServer.PROXY, "reason", "test"))
                        .status())
                .isBetween(200, 299);
        try (SignalClient client = signal(proxy(program))) {
            assertThat(client.login(app, "proxied", user, rest.token(app, user), true)
                            .path("type")
                            .asText())
                    .isEqualTo("loggedIn");
        }
    }

    @ParameterizedTest
    @EnumSource
    void mediaKnowsTheClientByTheProxyProtocol(Program program) throws IOException {
        ReverseProxy proxy = proxy(program);
        String user = "u3-" + program;
        try (SignalClient client = SignalClient.inside(server, app, "proxied", user, rest.token(app, user))) {
            try (RtmpProbe probe = new RtmpProbe(through(proxy, client.publishUrl("s3-" + program)))) {
                probe.publish();
                assertThat(probe.answer()).isEqualTo("NetStream.Publish.Start");
                assertThat(address("select address from publication where app_id = ? and user_id = ?", user))
                        .isEqualTo(CLIENT);
            }
        }
    }

    /** The same port speaks both, and the address goes through both hops of the proxy. */
    @ParameterizedTest
    @EnumSource
    void aPlayerByTlsGetsItsStreamAndIsKnownToo(Program program) throws Exception {
        ReverseProxy proxy = proxy(program);
        String pusher = "u4-" + program;
        String viewer = "u5-" + program;
        String stream = "s4-" + program;
        try (SignalClient a = SignalClient.inside(server, app, "proxied", pusher, rest.token(app, pusher));
                SignalClient b = SignalClient.inside(server, app, "proxied", viewer, rest.token(app, viewer));
                Ffmpeg push = Ffmpeg.push(Ffmpeg.film(20), through(proxy, a.publishUrl(stream)))) {
            b.await("streamAdded", "streamID", stream);
            String flv = through(proxy, b.play(stream).get("flv").asText()).replaceFirst("^http:", "https:");
            HttpResponse<InputStream> answer = client(proxy)
                    .send(HttpRequest.newBuilder(URI.create(flv)).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(body.readNBytes(3)).asString().isEqualTo("FLV");
                assertThat(body.readNBytes(20_000)).hasSize(20_000);
                assertThat(address("select address from playback where app_id = ? and user_id = ?", viewer))
                        .isEqualTo(CLIENT);
            }
            assertThat(push.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void restBelievesTheProxyAndNotWhatTheClientSaysOfItself(Program program) throws Exception {
        ReverseProxy proxy = proxy(program);
        assertThat(signInFails(
                        client(proxy),
                        "https://127.0.0.1:" + proxy.httpsPort(),
                        "through-" + program.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(CLIENT);
    }

    @Test
    void restDoesNotBelieveAClientThatIsNoProxy() throws Exception {
        assertThat(signInFails(HttpClient.newHttpClient(), server.http(), "directly"))
                .isEqualTo(CLIENT);
    }

    @ParameterizedTest
    @EnumSource
    void cookiesAreForTlsAlone(Program program) throws Exception {
        ReverseProxy proxy = proxy(program);
        String path = "/parley/console/preferences?parley-lang=zh";
        HttpResponse<String> byTls = get(client(proxy), "https://127.0.0.1:" + proxy.httpsPort() + path);
        assertThat(byTls.headers().allValues("Set-Cookie")).isNotEmpty().allSatisfy(cookie -> assertThat(cookie)
                .containsIgnoringCase("; Secure"));
        assertThat(get(HttpClient.newHttpClient(), server.http() + path)
                        .headers()
                        .allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).doesNotContainIgnoringCase("; Secure"));
    }

    /** Neither its own word for the host nor that for the scheme goes through. */
    @ParameterizedTest
    @EnumSource
    void redirectionsStayAtTheProxysAddress(Program program) throws Exception {
        ReverseProxy proxy = proxy(program);
        String base = "https://127.0.0.1:" + proxy.httpsPort();
        HttpResponse<String> answer = get(client(proxy), base + "/parley/console/");
        assertThat(URI.create(base + "/parley/console/")
                        .resolve(answer.headers().firstValue("Location").orElseThrow()))
                .hasToString(base + "/parley/console/sign-in");
    }

    @ParameterizedTest
    @EnumSource
    void whoComesWithoutTlsIsSentToIt(Program program) throws Exception {
        HttpResponse<String> answer = get(
                HttpClient.newHttpClient(), "http://127.0.0.1:" + proxy(program).httpPort() + "/parley/console/");
        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("https://");
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("X-Forwarded-Host", "elsewhere.example")
                        .header("X-Forwarded-Proto", "http")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A wrong password with a forged header; returns the address that the audit has. */
    private static String signInFails(HttpClient client, String base, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/parley/api/v1/sessions"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "203.0.113.7")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"proxied-" + name + "\",\"password\":\"wrong\"}"))
                .build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
        return Eventually.get(() -> server.database()
                .texts("select distinct address from audit_entry where actor_id = ?", "proxied-" + name)
                .get(0));
    }

    private static String address(String sql, String user) {
        return Eventually.get(() -> {
            String addresses = String.join(",", server.database().texts(sql, app.id(), user));
            assertThat(addresses).isNotEmpty();
            return addresses;
        });
    }
}
