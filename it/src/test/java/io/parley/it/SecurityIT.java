package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.Answer;
import io.parley.it.Rest.App;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not work, and how it is said. */
class SecurityIT {

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("security");
    }

    @Test
    void everyRestPathButTheSignInWantsAToken() {
        for (String path : List.of(
                "/apps",
                "/apps/" + app.id() + "/rooms",
                "/apps/" + app.id() + "/users?roomID=r",
                "/apps/" + app.id() + "/streams?roomID=r",
                "/apps/" + app.id() + "/calls",
                "/apps/" + app.id() + "/calls/c1-1",
                "/apps/" + app.id() + "/calls/c1-1/events")) {
            expectProblem(rest.send("GET", path, null, ""), 401);
        }
        for (String path :
                List.of("/apps", "/apps/" + app.id() + "/temporary-tokens", "/apps/" + app.id() + "/media-urls")) {
            expectProblem(rest.send("POST", path, Map.of("name", "x", "userID", "u"), ""), 401);
        }
    }

    @Test
    void aTokenThatWasChangedOrIsSomethingElseIsNotAccepted() {
        String good = rest.authorization();
        assertThat(rest.send("GET", "/apps", null, good).status()).isEqualTo(200);
        String[] parts = good.substring("Bearer ".length()).split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String later = base64(claims.replaceFirst("\"exp\":\\d+", "\"exp\":4102444800"));
        String none = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        char flipped = parts[2].charAt(10) == 'A' ? 'B' : 'A';
        for (String bad : List.of(
                parts[0] + "." + parts[1] + "." + parts[2].substring(0, 10) + flipped + parts[2].substring(11),
                parts[0] + "." + later + "." + parts[2],
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                "nonsense",
                rest.token(app, "u"))) {
            assertThat(rest.send("GET", "/apps", null, "Bearer " + bad).status())
                    .as(bad)
                    .isEqualTo(401);
        }
        assertThat(rest.send("GET", "/apps", null, "Basic YWRtaW46YWRtaW4=").status())
                .isEqualTo(401);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aWrongPasswordIsRefusedWithoutSayingWhy() {
        Answer password = rest.send("POST", "/sessions", Map.of("username", "admin", "password", "wrong"), "");
        Answer name = rest.send("POST", "/sessions", Map.of("username", "nobody", "password", "wrong"), "");
        expectProblem(password, 401);
        expectProblem(name, 401);
        assertThat(password.text()).isEqualTo(name.text());
        assertThat(rest.send("POST", "/sessions", Map.of(), "").status()).isBetween(400, 401);
    }

    @Test
    void unknownAppsAndCallsAreNotFoundAndTheCallsOfOneAppAreNotThoseOfAnother() {
        for (String path : List.of(
                "/rooms", "/users?roomID=r", "/streams?roomID=r", "/calls", "/calls/c1-1", "/calls/c1-1/events")) {
            expectProblem(rest.tryGet("/apps/4294967295" + path), 404);
        }
        expectProblem(rest.tryPost("/apps/4294967295/temporary-tokens", Map.of("userID", "u")), 404);
        SignalClient a = SignalClient.inside(server, app, "mine", "a", rest.token(app, "a"));
        String call = a.heard("loggedIn").get(0).get("callID").asText();
        a.logout();
        App other = rest.createApp("other");
        assertThat(rest.tryGet("/apps/" + app.id() + "/calls/" + call).status()).isEqualTo(200);
        expectProblem(rest.tryGet("/apps/" + other.id() + "/calls/" + call), 404);
        expectProblem(rest.tryGet("/apps/" + other.id() + "/calls/" + call + "/events"), 404);
    }

    @Test
    void wrongBodiesAreTheClientsFaultAndShowNoStack() {
        for (Answer answer : List.of(
                rest.tryPost("/apps", Map.of("nom", "x")),
                rest.tryPost("/apps", Map.of()),
                rest.tryPost(
                        "/apps/" + app.id() + "/media-urls",
                        Map.of("roomID", "r", "userID", "u", "streamID", "s", "direction", "both")),
                rest.tryPost(
                        "/apps/" + app.id() + "/temporary-tokens", Map.of("userID", "u", "effectiveSeconds", 86_401)),
                rest.tryGet("/apps/" + app.id() + "/calls?from=yesterday"),
                rest.tryGet("/apps/" + app.id() + "/calls/nonsense"))) {
            assertThat(answer.status()).as(answer.toString()).isBetween(400, 404);
            assertThat(answer.type()).startsWith("application/problem+json");
            assertThat(answer.text()).doesNotContain("Exception", "io.parley", "at org.");
        }
    }

    private static void expectProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.type()).as(answer.toString()).startsWith("application/problem+json");
        assertThat(answer.json().get("type").asText()).startsWith("urn:parley:refusal:");
    }

    @Test
    @OnServer(OnServer.Kind.WILDFLY)
    void thePagesOfTheManagementPortAreThereOnly() {
        Answer ready = Rest.page(server.management() + "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text()).contains("\"parley-node\"").contains("\"UP\"");
        assertThat(Rest.page(server.management() + "/health/live").status()).isEqualTo(200);
        Answer metrics = Rest.page(server.http() + "/parley/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.text()).contains("# TYPE");
        assertThat(Rest.page(server.management() + "/metrics").status()).isEqualTo(404);
        for (String path : List.of("/health/ready", "/metrics", "/management", "/console")) {
            assertThat(Rest.page(server.http() + path).status()).as(path).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"/parley/debug/, wasm-unsafe-eval", "/parley/, ''"})
    void pagesForbidForeignScriptsAndFrames(String page, String allowed) throws Exception {
        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(URI.create(server.http() + page))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        assertThat(policy).contains("script-src 'self'", "frame-ancestors 'none'", "object-src 'none'");
        // The page that sends sound may compile WebAssembly, and no page may evaluate text.
        assertThat(policy.replace("'" + allowed + "'", "")).doesNotContain("unsafe");
        assertThat(policy.contains("wasm")).isEqualTo(!allowed.isEmpty());
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'fly','requestId':900}",
                "{'requestId':900}",
                "{'type':'publish','requestId':900,'streamID':7}",
                "{'type':'publish','requestId':900,'streamID':'s','colour':'red'}",
                "{'type':'heartbeat'}",
                "{'type':'heartbeat','requestId':'1'}"
            })
    void anUnknownTypeOrFieldOrAWrongValueIsAnsweredWithAnErrorAndTheConnectionGoesOn(String bad) {
        try (SignalClient client = SignalClient.inside(server, app, "errors", "u", rest.token(app, "u"))) {
            client.sendText(bad.replace('\'', '"'));
            JsonNode ack = client.heartbeat();
            assertThat(ack.get("type").asText()).isEqualTo("heartbeatAck");
            // Answers keep the order of the requests, so the error has come before.
            assertThat(client.heard("error")).as(client.heard().toString()).hasSize(1);
        }
    }

    @Test
    void whatIsNoJsonObjectAndWhatIsBinaryClosesTheConnection() {
        for (String bad : List.of("hello", "[]", "7", "{\"type\":", "")) {
            try (SignalClient client = new SignalClient(server)) {
                client.sendText(bad);
                assertThat(client.closeCode(Eventually.PATIENCE)).as(bad).isEqualTo(1007);
            }
        }
        try (SignalClient client = new SignalClient(server)) {
            client.sendBinary(new byte[] {1, 2, 3});
            assertThat(client.closeCode(Eventually.PATIENCE)).isEqualTo(1003);
        }
        // and the server is well
        SignalClient.inside(server, app, "well", "u", rest.token(app, "u")).logout();
    }

    @Test
    void aMessageOverSixtyFourKibibytesClosesTheConnection() {
        try (SignalClient client = SignalClient.inside(server, app, "large", "u", rest.token(app, "u"))) {
            client.sendText(message(65_536));
            assertThat(client.await("error").get("message").asText()).isNotEmpty();
            client.sendText(message(65_537));
            assertThat(client.closeCode(Eventually.PATIENCE))
                    .as(client.heard().toString())
                    .isEqualTo(1009);
        }
    }

    /** With a field that does not exist, so that it is answered with an error if it is read. */
    private static String message(int bytes) {
        String begin = "{\"type\":\"heartbeat\",\"requestId\":900,\"filling\":\"";
        return begin + "x".repeat(bytes - begin.length() - 2) + "\"}";
    }

    @Test
    void whoDoesNotLogInWithinFiveSecondsIsClosed() {
        long begin = System.nanoTime();
        try (SignalClient client = new SignalClient(server)) {
            assertThat(client.publish("s").get("code").asInt()).isEqualTo(1000002);
            assertThat(client.closeCode(Eventually.PATIENCE)).isEqualTo(4008);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(4_900));
        }
    }

    @Test
    void moreThanThirtyMessagesInASecondAreRefusedAndNothingElseHappens() {
        try (SignalClient client = SignalClient.inside(server, app, "fast", "u", rest.token(app, "u"))) {
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ids.add(client.send("heartbeat", Map.of()));
            }
            long refused = ids.stream()
                    .map(client::answer)
                    .filter(answer -> answer.get("type").asText().equals("refused"))
                    .peek(answer -> assertThat(answer.get("refusal").asText()).isEqualTo("TOO_MANY"))
                    .count();
            // A hundred at once fall into one second, or into two.
            assertThat(refused).isBetween(40L, 71L);
            Eventually.holds(
                    () -> assertThat(client.heartbeat().get("type").asText()).isEqualTo("heartbeatAck"));
        }
    }

    @Test
    void aTicketIsGoodForItsDirectionItsStreamAndItsStayOnly() throws Exception {
        SignalClient a = SignalClient.inside(server, app, "tickets", "a", rest.token(app, "a"));
        SignalClient b = SignalClient.inside(server, app, "tickets", "b", rest.token(app, "b"));
        String publish = a.publishUrl("one");
        String other = a.publishUrl("two");
        try (RtmpProbe pushing = new RtmpProbe(publish)) {
            pushing.publish();
            assertThat(pushing.answer()).isEqualTo("NetStream.Publish.Start");
            String play = b.playUrl("one");
            expectRefused(play, true, "TICKET_INVALID", "a play ticket does not publish");
            expectRefused(publish, false, "TICKET_INVALID", "a publish ticket does not play");
            expectRefused(swapTicket(publish, other), true, "TICKET_INVALID", "a ticket is for its stream");
            expectRefused(publish.substring(0, publish.indexOf('?')), true, "TICKET_INVALID", "no ticket");
            expectRefused(
                    publish.substring(0, publish.length() - 2) + "AA", true, "TICKET_INVALID", "a changed ticket");
            b.logout();
            expectRefused(play, false, "TICKET_REVOKED", "after the logout");
        }
        a.logout();
        expectRefused(other, true, "TICKET_REVOKED", "after the logout");
        assertThat(server.database()
                        .texts(
                                "select distinct user_id from publication where app_id = ? and room_id = 'tickets'",
                                app.id()))
                .containsExactly("a");
        assertThat(server.database()
                        .number("select count(*) from playback where app_id = ? and room_id = 'tickets'", app.id()))
                .isZero();
    }

    /** The address of one stream with the ticket of another. */
    private static String swapTicket(String url, String from) {
        return url.substring(0, url.indexOf('?')) + from.substring(from.indexOf('?'));
    }

    private static void expectRefused(String url, boolean publish, String refusal, String why) throws Exception {
        long before =
                server.database().number("select coalesce(sum(times), 0) from audit_entry where refusal = ?", refusal);
        try (RtmpProbe probe = new RtmpProbe(url)) {
            if (publish) {
                probe.publish();
                assertThat(probe.answer()).as(why).isEqualTo("NetStream.Publish.Denied");
            } else {
                probe.play();
                assertThat(probe.answer()).as(why).isEqualTo("NetStream.Play.StreamNotFound");
            }
        }
        // The first equal ones of a minute are written at once, the others when it is over.
        Eventually.holds(Duration.ofSeconds(90), () -> assertThat(server.database()
                        .number("select coalesce(sum(times), 0) from audit_entry where refusal = ?", refusal))
                .as("audited: " + why)
                .isEqualTo(before + 1));
    }

    @Test
    void aTokenWithoutTheRightToPublishMayWatchOnly() {
        String token = rest.token(app, Map.of("userID", "guest", "privileges", Map.of("1", 1, "2", 0)));
        try (SignalClient guest = SignalClient.inside(server, app, "guests", "guest", token)) {
            assertThat(guest.publish("s").get("code").asInt()).isEqualTo(1103019);
        }
        String one = rest.token(app, Map.of("userID", "one", "streamIDs", List.of("mine")));
        try (SignalClient user = SignalClient.inside(server, app, "guests", "one", one)) {
            assertThat(user.publish("mine").get("type").asText()).isEqualTo("publishGranted");
            JsonNode refused = user.publish("other");
            assertThat(refused.get("refusal").asText()).isEqualTo("TOKEN_NO_PUBLISH_RIGHT");
        }
    }

    @Test
    void aStreamOfAnotherRoomIsUnknownHere() throws Exception {
        try (SignalClient there = SignalClient.inside(server, app, "there", "t", rest.token(app, "t"));
                SignalClient here = SignalClient.inside(server, app, "here", "h", rest.token(app, "h"));
                RtmpProbe probe = new RtmpProbe(there.publishUrl("secret"))) {
            probe.publish();
            assertThat(probe.answer()).isEqualTo("NetStream.Publish.Start");
            assertThat(here.play("secret").get("code").asInt()).isEqualTo(1004002);
            assertThat(here.play("nothing").get("code").asInt()).isEqualTo(1004002);
            assertThat(here.heard("streamAdded")).isEmpty();
        }
    }

    @Test
    void noSecretIsInTheLogs() {
        String token = rest.token(app, "u");
        SignalClient client = SignalClient.inside(server, app, "logs", "u", token);
        String url = client.publishUrl("s");
        client.logout();
        String log = String.join("\n", server.log()) + String.join("\n", server.output());
        assertThat(log)
                .doesNotContain(server.adminPassword())
                .doesNotContain(app.secret())
                .doesNotContain(token)
                .doesNotContain(url.substring(url.indexOf("ticket=")));
    }
}
