package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is set for an app is what its calls meet. */
class AppSettingsIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void settingsComeBackAsTheyWereSetAndEachChangeIsRecordedWithWhatWasBefore() {
        App app = rest.createApp("settings");
        assertThat(settings(app)).isEqualTo(Json.parse("""
                {"name":"settings","enabled":true,"firstFrame":"fast","earlyPlay":false,"record":false,"duplicateLogin":"replace","graceSeconds":0,
                 "maxUsers":0,"maxMinutes":0,"tokenExpiry":"warn","cbcTokens":false}"""));
        change(app, Map.of("duplicateLogin", "refuse", "graceSeconds", 60, "maxUsers", 3, "reason", "as agreed"));
        change(
                app,
                Map.of("maxMinutes", 90, "tokenExpiry", "end", "cbcTokens", true, "name", "renamed", "maxUsers", 3));
        assertThat(settings(app)).isEqualTo(Json.parse("""
                {"name":"renamed","enabled":true,"firstFrame":"fast","earlyPlay":false,"record":false,"duplicateLogin":"refuse","graceSeconds":60,
                 "maxUsers":3,"maxMinutes":90,"tokenExpiry":"end","cbcTokens":true}"""));
        assertThat(server.database()
                        .texts(
                                "select (detail->>'setting') || ' ' || (detail->>'before') || ' ' || (detail->>'after')"
                                        + " || ' ' || coalesce(detail->>'reason', '-') from audit_entry"
                                        + " where app_id = ? and action = 'APP_CHANGE' order by occurred_at, id",
                                app.id()))
                .containsExactlyInAnyOrder(
                        "duplicateLogin replace refuse as agreed",
                        "graceSeconds 0 60 as agreed",
                        "maxUsers 0 3 as agreed",
                        "maxMinutes 0 90 -",
                        "tokenExpiry warn end -",
                        "cbcTokens false true -",
                        "name settings renamed -");
    }

    @Test
    void wrongSettingsAreRefusedAndChangeNothing() {
        App app = rest.createApp("wrong settings");
        JsonNode before = settings(app);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("reason", "only"),
                Map.of("duplicateLogin", "both"),
                Map.of("graceSeconds", 1),
                Map.of("maxUsers", -1),
                Map.of("maxMinutes", 100_000, "name", "x"),
                Map.of("colour", "red"))) {
            assertThat(put(app, wrong)).as(wrong.toString()).isEqualTo(400);
        }
        assertThat(settings(app)).isEqualTo(before);
        assertThat(put(new App(4_294_967_295L, ""), Map.of("name", "x"))).isEqualTo(404);
    }

    @Test
    void anAppMayKeepTheFirstOfTwoLogins() {
        App app = rest.createApp("refuse");
        change(app, Map.of("duplicateLogin", "refuse"));
        String token = rest.token(app, "u");
        try (SignalClient first = SignalClient.inside(server, app, "room", "u", token);
                SignalClient second = new SignalClient(server)) {
            JsonNode refused = second.login(app, "room", "u", token, false);
            assertThat(refused.path("refusal").asText()).isEqualTo("LOGGED_IN_ELSEWHERE");
            assertThat(refused.path("code").asInt()).isEqualTo(1002086);
            assertThat(first.heartbeat().get("type").asText()).isEqualTo("heartbeatAck");
            assertThat(second.login(app, "another", "u", token, false)
                            .get("type")
                            .asText())
                    .isEqualTo("loggedIn");
            first.logout();
        }
        try (SignalClient again = new SignalClient(server)) {
            assertThat(again.login(app, "room", "u", token, false).get("type").asText())
                    .isEqualTo("loggedIn");
        }
        Eventually.holds(() -> assertThat(server.database()
                        .texts("select refusal from audit_entry where app_id = ? and outcome = 'REFUSED'", app.id()))
                .containsExactly("LOGGED_IN_ELSEWHERE"));
    }

    @Test
    void aRoomHasAsManySeatsAsTheAppSays() {
        App app = rest.createApp("seats");
        change(app, Map.of("maxUsers", 1));
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                SignalClient b = new SignalClient(server)) {
            assertThat(b.login(app, "room", "b", rest.token(app, "b"), false)
                            .path("refusal")
                            .asText())
                    .isEqualTo("ROOM_FULL");
            assertThat(a.isClosed()).isFalse();
        }
    }

    @Test
    void theGraceOfTheAppIsWhatItsClientsAreTold() {
        App app = rest.createApp("grace");
        change(app, Map.of("graceSeconds", 5));
        String token = rest.token(app, "a");
        try (SignalClient other = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"))) {
            SignalClient lost = SignalClient.inside(server, app, "room", "a", token);
            assertThat(lost.heard("loggedIn").get(0).get("graceMs").asLong()).isEqualTo(5_000);
            lost.drop();
            long since = System.nanoTime();
            while (other.heard("userRemoved").isEmpty() && System.nanoTime() - since < Eventually.PATIENCE.toNanos()) {
                other.heartbeat();
                pause(200);
            }
            assertThat(other.heard("userRemoved")).hasSize(1);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        }
    }

    @Test
    void aCallThatHasLastedAsLongAsItMayIsEnded() {
        App app = rest.createApp("time up");
        change(app, Map.of("maxMinutes", 1));
        String token = rest.token(app, "a");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", token);
                SignalClient b = SignalClient.inside(server, app, "fresh", "b", rest.token(app, "b"))) {
            // Fifty-nine seconds and a half are spared.
            server.database()
                    .forge(
                            "with s as (update room_session set opened_at = opened_at - interval '59.5 s'"
                                    + " where app_id = ? and room_id = 'room' returning id)"
                                    + " update room set opened_at = opened_at - interval '59.5 s'"
                                    + " where app_id = ? and room_id = 'room' returning room_id",
                            app.id(),
                            app.id());
            assertThat(a.closeCode(Eventually.PATIENCE)).isEqualTo(4001);
            JsonNode told = a.heard("kickedOut").get(0);
            assertThat(told.get("reason").asText()).isEqualTo("ROOM_TIME_UP");
            assertThat(told.get("code").asInt()).isEqualTo(1002055);
            assertThat(b.isClosed()).isFalse();
        }
        assertThat(server.database()
                        .texts("select close_reason from room_session where app_id = ? and room_id = 'room'", app.id()))
                .containsExactly("ROOM_TIME_UP");
        try (SignalClient again = new SignalClient(server)) {
            assertThat(again.login(app, "room", "a", token, false).get("type").asText())
                    .isEqualTo("loggedIn");
        }
    }

    @Test
    void anAppMayEndStaysWithTheirTokensAndARenewedTokenSavesThem() {
        App app = rest.createApp("expiry");
        change(app, Map.of("tokenExpiry", "end"));
        Instant soon = Instant.now().plusSeconds(8);
        String brief = ForgedToken.of(app.id(), "a").expiring(soon).seal(app.secret());
        String briefToo = ForgedToken.of(app.id(), "b").expiring(soon).seal(app.secret());
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", brief);
                SignalClient b = SignalClient.inside(server, app, "room", "b", briefToo)) {
            assertThat(b.request("renewToken", Map.of("token", rest.token(app, "b")))
                            .get("type")
                            .asText())
                    .isEqualTo("tokenRenewed");
            assertThat(a.closeCode(Eventually.PATIENCE)).isEqualTo(4001);
            JsonNode told = a.heard("kickedOut").get(0);
            assertThat(told.get("reason").asText()).isEqualTo("TOKEN_EXPIRED");
            assertThat(told.get("code").asInt()).isEqualTo(1002056);
            assertThat(Instant.now()).isAfter(soon.minusSeconds(1));
            b.await("userRemoved", "userID", "a");
            assertThat(b.isClosed()).isFalse();
        }
    }

    @Test
    void cbcTokensAreGoodOnlyWhereTheAppSaysSo() {
        App app = rest.createApp("cbc");
        String token = ForgedToken.of(app.id(), "a").sealCbc(app.secret());
        try (SignalClient a = new SignalClient(server)) {
            assertThat(a.login(app, "room", "a", token, false).path("refusal").asText())
                    .isEqualTo("TOKEN_MALFORMED");
            change(app, Map.of("cbcTokens", true));
            assertThat(a.login(app, "room", "a", token, false).path("type").asText())
                    .isEqualTo("loggedIn");
        }
    }

    @Test
    void maxUsersIsACeilingThatNoClientRaisesAndThatHoldsForRoomsThatAreLive() {
        App app = rest.createApp("ceiling");
        change(app, Map.of("maxUsers", 2));
        try (SignalClient a = new SignalClient(server);
                SignalClient b = new SignalClient(server);
                SignalClient c = new SignalClient(server)) {
            assertThat(login(a, app, "room", "a", 100)).isEqualTo("loggedIn");
            assertThat(login(b, app, "room", "b", 100)).isEqualTo("loggedIn");
            assertThat(login(c, app, "room", "c", 100)).isEqualTo("ROOM_FULL");
            change(app, Map.of("maxUsers", 3));
            assertThat(login(c, app, "room", "c", 0)).isEqualTo("loggedIn");
        }
        try (SignalClient a = new SignalClient(server);
                SignalClient b = new SignalClient(server);
                SignalClient c = new SignalClient(server)) {
            assertThat(login(a, app, "small", "a", 1))
                    .as("a client may ask for fewer")
                    .isEqualTo("loggedIn");
            assertThat(login(b, app, "small", "b", 0)).isEqualTo("ROOM_FULL");
            change(app, Map.of("maxUsers", 0));
            assertThat(login(b, app, "large", "b", 0)).isEqualTo("loggedIn");
            change(app, Map.of("maxUsers", 1));
            assertThat(login(c, app, "large", "c", 0))
                    .as("the room is live already")
                    .isEqualTo("ROOM_FULL");
        }
    }

    private static String login(SignalClient client, App app, String room, String user, int seats) {
        Map<String, Object> fields =
                new HashMap<>(SignalClient.loginFields(app.id(), room, user, rest.token(app, user), false));
        fields.put("maxMemberCount", seats);
        JsonNode answer = client.request("login", fields);
        return answer.path("refusal").asText(answer.get("type").asText());
    }

    @Test
    void anAppThatIsSwitchedOffEndsItsCallsAndGrantsAndRegistersNothing() throws Exception {
        App app = rest.createApp("off");
        String token = rest.token(app, "a");
        Map<String, Object> wish =
                Map.of("roomID", "other", "userID", "camera", "streamID", "device", "direction", "publish");
        String device = rest.mediaUrl(app, wish, "rtmp");
        try (SignalClient inside = new SignalClient(server);
                SignalClient late = new SignalClient(server)) {
            JsonNode stay = inside.login(app, "room", "a", token, false);
            String own = inside.publishUrl("own");
            change(app, Map.of("enabled", false));
            JsonNode told = inside.await("kickedOut");
            assertThat(told.get("reason").asText()).isEqualTo("ROOM_CLOSED");
            assertThat(told.get("message").asText()).contains("switched off");
            assertThat(late.resume(app, "room", "a", stay.get("resumeKey").asText())
                            .get("refusal")
                            .asText())
                    .isEqualTo("APP_UNKNOWN");
            assertThat(late.login(app, "room", "b", rest.token(rest.createApp("x"), "b"), false)
                            .path("refusal")
                            .asText())
                    .isEqualTo("APP_UNKNOWN");
            for (String url : List.of(own, device)) {
                try (RtmpProbe probe = new RtmpProbe(url)) {
                    probe.publish();
                    assertThat(probe.answer()).isEqualTo("NetStream.Publish.Denied");
                }
            }
            assertThat(rest.tryPost("/apps/" + app.id() + "/media-urls", wish).status())
                    .isEqualTo(404);
            assertThat(rest.send(
                                    "POST",
                                    "/client-logs",
                                    Map.of(
                                            "appID", app.id(), "roomID", "room", "userID", "a", "token", token,
                                            "version", "1", "host", "NODE", "entries", List.of()),
                                    "")
                            .status())
                    .isEqualTo(404);
            assertThat(rest.get("/apps/" + app.id() + "/calls").get("calls")).hasSize(1);
            assertThat(server.database().texts("select close_reason from room_session where app_id = ?", app.id()))
                    .containsExactly("ROOM_CLOSED");
            change(app, Map.of("enabled", true));
        }
        try (SignalClient again = SignalClient.inside(server, app, "room", "a", token)) {
            assertThat(again.publish("own").has("rtmp")).isTrue();
        }
    }

    private static JsonNode settings(App app) {
        return rest.get("/apps/" + app.id() + "/settings");
    }

    private static void change(App app, Map<String, Object> settings) {
        rest.put("/apps/" + app.id() + "/settings", settings);
    }

    private static int put(App app, Map<String, Object> settings) {
        return rest.send("PUT", "/apps/" + app.id() + "/settings", new HashMap<>(settings), rest.authorization())
                .status();
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
