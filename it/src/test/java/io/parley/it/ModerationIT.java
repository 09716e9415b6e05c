package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.Answer;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators do to calls, and what becomes of those it concerns. */
class ModerationIT {

    /** Sooner than any look that the server takes by itself would end a stay. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void aKickEndsSignallingAndMediaWithinASecondAndTellsTheReason() throws IOException {
        App app = rest.createApp("kick");
        try (SignalClient bad = SignalClient.inside(server, app, "room", "bad", rest.token(app, "bad"));
                SignalClient other = SignalClient.inside(server, app, "room", "other", rest.token(app, "other"));
                RtmpProbe push = new RtmpProbe(bad.publishUrl("bad-cam"))) {
            push.publish();
            assertThat(push.answer()).isEqualTo("NetStream.Publish.Start");
            other.await("streamAdded", "streamID", "bad-cam");
            long before = System.nanoTime();
            kick(app, "bad", 0);
            assertThat(bad.closeCode(AT_ONCE)).isEqualTo(4001);
            assertThat(push.answer()).isEqualTo("NetStream.Publish.Denied");
            other.await("userRemoved", "userID", "bad");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
            JsonNode told = bad.heard("kickedOut").get(0);
            assertThat(told.get("code").asInt()).isEqualTo(1002055);
            assertThat(told.get("message").asText()).isEqualTo("骚扰他人");
            assertThat(other.heard("streamRemoved").get(0).get("reason").asText())
                    .isEqualTo("KICKED");
        }
        assertThat(server.database()
                        .texts(
                                "select actor_id || ' ' || user_id || ' ' || (detail->>'reason') from audit_entry"
                                        + " where app_id = ? and action = 'KICK'",
                                app.id()))
                .containsExactly("admin bad 骚扰他人");
        assertThat(server.database()
                        .texts("select leave_reason from participation where app_id = ? and user_id = 'bad'", app.id()))
                .containsExactly("KICKED");
    }

    @Test
    void whoWasKickedMayNotResumeAndWithAStayOutNotLogInWithTheSameTokenEither() {
        App app = rest.createApp("stay out");
        String token = rest.token(app, "bad");
        try (SignalClient bad = SignalClient.inside(server, app, "room", "bad", token);
                SignalClient keeper = SignalClient.inside(server, app, "room", "keeper", rest.token(app, "keeper"));
                SignalClient back = new SignalClient(server);
                SignalClient elsewhere = new SignalClient(server)) {
            String key = bad.heard("loggedIn").get(0).get("resumeKey").asText();
            kick(app, "bad", 3_600);
            bad.closeCode(Eventually.PATIENCE);
            assertThat(back.resume(app, "room", "bad", key).get("refusal").asText())
                    .isEqualTo("KICKED");
            assertRefused(back.login(app, "room", "bad", token, false), "BANNED", 1002055);
            assertThat(elsewhere
                            .login(app, "another", "bad", token, false)
                            .get("type")
                            .asText())
                    .isEqualTo("loggedIn");
            assertThat(keeper.isClosed()).isFalse();
            unban(app, onlyBan(app));
            assertThat(back.login(app, "room", "bad", token, false).get("type").asText())
                    .isEqualTo("loggedIn");
        }
        assertThat(server.database()
                        .texts(
                                "select action from audit_entry where app_id = ? and actor_kind = 'ADMIN'"
                                        + " and action <> 'TOKEN_ISSUE' order by occurred_at, id",
                                app.id()))
                .containsExactly("APP_CREATE", "KICK", "BAN", "UNBAN");
    }

    @Test
    void closingARoomEndsTheCallForEverybodyWithOneReason() {
        App app = rest.createApp("closing");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                SignalClient b = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"));
                SignalClient back = new SignalClient(server)) {
            rest.post(
                    path(app, "room-closures"),
                    Map.of("roomID", "room", "reason", "maintenance", "stayOutSeconds", 600));
            for (SignalClient each : List.of(a, b)) {
                assertThat(each.closeCode(AT_ONCE)).isEqualTo(4001);
                assertThat(each.heard("kickedOut").get(0).get("reason").asText())
                        .isEqualTo("ROOM_CLOSED");
                assertThat(each.heard("kickedOut").get(0).get("message").asText())
                        .isEqualTo("maintenance");
            }
            assertRefused(back.login(app, "room", "a", rest.token(app, "a"), false), "BANNED", 1002055);
        }
        assertThat(server.database().texts("select close_reason from room_session where app_id = ?", app.id()))
                .containsExactly("ROOM_CLOSED");
        Answer again = rest.tryPost(path(app, "room-closures"), Map.of("roomID", "room", "reason", "again"));
        assertThat(again.status()).isEqualTo(404);
    }

    @Test
    void aStoppedStreamDoesNotComeBackWithTheAddressItHadButWithANewOneItMay() throws IOException {
        App app = rest.createApp("stop");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            String url = a.publishUrl("cam");
            try (RtmpProbe push = new RtmpProbe(url);
                    RtmpProbe again = new RtmpProbe(url)) {
                push.publish();
                assertThat(push.answer()).isEqualTo("NetStream.Publish.Start");
                rest.post(path(app, "stream-stops"), Map.of("streamID", "cam", "reason", "shows passers-by"));
                JsonNode told = a.await("publishState", "state", "NO_PUBLISH");
                assertThat(told.get("code").asInt()).isEqualTo(1003025);
                assertThat(told.get("reason").asText()).isEqualTo("STREAM_STOPPED");
                assertThat(told.get("message").asText()).isEqualTo("shows passers-by");
                again.publish();
                assertThat(again.answer()).isNotEqualTo("NetStream.Publish.Start");
            }
            try (RtmpProbe fresh = new RtmpProbe(a.publishUrl("cam"))) {
                fresh.publish();
                assertThat(fresh.answer()).isEqualTo("NetStream.Publish.Start");
            }
            assertThat(a.isClosed()).isFalse();
        }
        assertThat(server.database()
                        .texts("select refusal from audit_entry where app_id = ? and outcome = 'REFUSED'", app.id()))
                .containsExactly("TICKET_REVOKED");
    }

    @Test
    void aKickedDeviceDoesNotComeBackWithItsAddress() throws IOException {
        App app = rest.createApp("device");
        String url = rest.mediaUrl(
                app, Map.of("roomID", "room", "userID", "camera", "streamID", "cam", "direction", "publish"), "rtmp");
        try (RtmpProbe push = new RtmpProbe(url);
                RtmpProbe again = new RtmpProbe(url)) {
            push.publish();
            assertThat(push.answer()).isEqualTo("NetStream.Publish.Start");
            kick(app, "camera", 0);
            again.publish();
            assertThat(again.answer()).isNotEqualTo("NetStream.Publish.Start");
        }
        assertThat(rest.live(app, "users", "room")).isEmpty();
    }

    @Test
    void stoppingTheOnlyStreamOfADeviceSendsTheDeviceAway() throws IOException {
        App app = rest.createApp("device stop");
        String url = rest.mediaUrl(
                app, Map.of("roomID", "room", "userID", "camera", "streamID", "cam", "direction", "publish"), "rtmp");
        try (RtmpProbe push = new RtmpProbe(url)) {
            push.publish();
            assertThat(push.answer()).isEqualTo("NetStream.Publish.Start");
            rest.post(path(app, "stream-stops"), Map.of("streamID", "cam", "reason", "test"));
            assertThat(rest.live(app, "users", "room")).isEmpty();
        }
    }

    @Test
    void aBanEndsWhatRunsAndIsAskedAtTheNextLogin() {
        App app = rest.createApp("ban");
        try (SignalClient bad = SignalClient.inside(server, app, "room", "bad", rest.token(app, "bad"));
                SignalClient good = SignalClient.inside(server, app, "room", "good", rest.token(app, "good"));
                SignalClient back = new SignalClient(server)) {
            ban(app, Map.of("userID", "bad", "reason", "spam"));
            assertThat(bad.closeCode(AT_ONCE)).isEqualTo(4001);
            assertThat(bad.heard("kickedOut").get(0).get("reason").asText()).isEqualTo("BANNED");
            assertThat(bad.heard("kickedOut").get(0).get("message").asText()).isEqualTo("spam");
            assertRefused(back.login(app, "another", "bad", rest.token(app, "bad"), false), "BANNED", 1002055);
            assertThat(good.isClosed()).isFalse();
        }
        Eventually.holds(() -> assertThat(server.database()
                        .texts(
                                "select refusal || ' ' || (detail->>'detail') from audit_entry"
                                        + " where app_id = ? and outcome = 'REFUSED'",
                                app.id()))
                .containsExactly("BANNED ban " + onlyBan(app) + ": spam"));
    }

    @Test
    void aBanOfPublishingEndsTheStreamsAndLeavesTheUserInside() throws IOException {
        App app = rest.createApp("mute");
        try (SignalClient bad = SignalClient.inside(server, app, "room", "bad", rest.token(app, "bad"));
                RtmpProbe push = new RtmpProbe(bad.publishUrl("cam"))) {
            push.publish();
            assertThat(push.answer()).isEqualTo("NetStream.Publish.Start");
            ban(app, Map.of("userID", "bad", "roomID", "room", "forbids", "publish", "reason", "noise"));
            JsonNode told = bad.await("publishState", "state", "NO_PUBLISH");
            assertThat(told.get("reason").asText()).isEqualTo("BANNED");
            assertThat(told.get("message").asText()).isEqualTo("noise");
            assertRefused(bad.publish("cam2"), "PUBLISH_BANNED", 1003025);
            assertThat(bad.isClosed()).isFalse();
        }
    }

    @Test
    void aBanOfAnAddressRangeIsForThoseAddressesOnly() {
        App app = rest.createApp("addresses");
        String token = rest.token(app, "u");
        ban(app, Map.of("address", "192.0.2.0/24", "reason", "elsewhere"));
        try (SignalClient client = SignalClient.inside(server, app, "room", "u", token);
                SignalClient back = new SignalClient(server)) {
            ban(app, Map.of("address", "127.1.2.3/8", "reason", "here"));
            assertThat(client.closeCode(AT_ONCE)).isEqualTo(4001);
            assertRefused(back.login(app, "room", "u", token, false), "BANNED", 1002055);
        }
        assertThat(Json.texts(rest.get(path(app, "bans")).get("rows"), "address"))
                .containsExactly("127.0.0.0/8", "192.0.2.0/24");
    }

    @Test
    void aBanEndsByItself() {
        App app = rest.createApp("short");
        String token = rest.token(app, "u");
        ban(
                app,
                Map.of(
                        "userID",
                        "u",
                        "reason",
                        "cool down",
                        "until",
                        Instant.now().plusSeconds(2).toString()));
        try (SignalClient client = new SignalClient(server)) {
            assertRefused(client.login(app, "room", "u", token, false), "BANNED", 1002055);
            Eventually.holds(() -> assertThat(client.login(app, "room", "u", token, false)
                            .get("type")
                            .asText())
                    .isEqualTo("loggedIn"));
        }
        assertThat(rest.get(path(app, "bans")).get("rows")).isEmpty();
    }

    @Test
    void actsWithoutAReasonOnUnknownIdsOrOfAnotherAppAreRefused() {
        App app = rest.createApp("wrong");
        App other = rest.createApp("other");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            assertThat(rest.tryPost(path(app, "kicks"), Map.of("roomID", "room", "userID", "a"))
                            .status())
                    .isEqualTo(400);
            assertThat(rest.tryPost(
                                    path(app, "kicks"),
                                    Map.of("roomID", "room", "userID", "a", "reason", "x".repeat(257)))
                            .status())
                    .isEqualTo(400);
            assertThat(rest.tryPost(path(app, "kicks"), Map.of("roomID", "room", "userID", "b", "reason", "r"))
                            .status())
                    .isEqualTo(404);
            for (long id : List.of(other.id(), 4_294_967_295L)) {
                App wrong = new App(id, "");
                assertThat(rest.tryPost(path(wrong, "kicks"), Map.of("roomID", "room", "userID", "a", "reason", "r"))
                                .status())
                        .isEqualTo(404);
                assertThat(rest.tryPost(path(wrong, "room-closures"), Map.of("roomID", "room", "reason", "r"))
                                .status())
                        .isEqualTo(404);
                assertThat(rest.tryPost(path(wrong, "stream-stops"), Map.of("streamID", "s", "reason", "r"))
                                .status())
                        .isEqualTo(404);
            }
            for (Map<String, Object> wish : List.<Map<String, Object>>of(
                    Map.of("reason", "r"),
                    Map.of("userID", "u"),
                    Map.of("reason", "r", "address", "example.org"),
                    Map.of("reason", "r", "userID", "u", "forbids", "all"),
                    Map.of("reason", "r", "userID", "u", "until", "2020-01-01T00:00:00Z"))) {
                assertThat(rest.tryPost(path(app, "bans"), wish).status()).isEqualTo(400);
            }
            ban(app, Map.of("userID", "nobody", "reason", "r"));
            long ban = onlyBan(app);
            assertThat(rest.send("DELETE", path(other, "bans/" + ban + "?reason=r"), null, rest.authorization())
                            .status())
                    .isEqualTo(404);
            assertThat(rest.send("DELETE", path(app, "bans/" + ban), null, rest.authorization())
                            .status())
                    .isEqualTo(400);
            assertThat(a.isClosed()).isFalse();
        }
        assertThat(rest.get(path(other, "bans")).get("rows")).isEmpty();
    }

    @Test
    void onlyOperatorsActAndAuditorsMaySeeTheBans() {
        App app = rest.createApp("roles");
        String auditor = new TestAccount(server, "auditor").authorization();
        String system = new TestAccount(server, "system-admin").authorization();
        Map<String, Object> body = Map.of("roomID", "r", "userID", "u", "streamID", "s", "reason", "r");
        for (String other : List.of(auditor, system)) {
            for (String act : List.of("kicks", "room-closures", "stream-stops", "bans")) {
                assertThat(rest.send("POST", path(app, act), body, other).status())
                        .as(act)
                        .isEqualTo(403);
            }
            assertThat(rest.send("DELETE", path(app, "bans/1?reason=r"), null, other)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(rest.send("GET", path(app, "bans"), null, auditor).status()).isEqualTo(200);
        assertThat(rest.send("GET", path(app, "bans"), null, "").status()).isEqualTo(401);
    }

    private static void assertRefused(JsonNode answer, String refusal, int code) {
        assertThat(answer.path("refusal").asText()).as(answer.toString()).isEqualTo(refusal);
        assertThat(answer.get("code").asInt()).isEqualTo(code);
    }

    private static String path(App app, String what) {
        return "/apps/" + app.id() + "/" + what;
    }

    private static void kick(App app, String user, int stayOutSeconds) {
        rest.post(
                path(app, "kicks"),
                Map.of("roomID", "room", "userID", user, "reason", "骚扰他人", "stayOutSeconds", stayOutSeconds));
    }

    private static void ban(App app, Map<String, ?> wish) {
        rest.post(path(app, "bans"), wish);
    }

    private static long onlyBan(App app) {
        return rest.get(path(app, "bans")).get("rows").get(0).get("banID").asLong();
    }

    private static void unban(App app, long ban) {
        assertThat(rest.send("DELETE", path(app, "bans/" + ban + "?reason=sorry"), null, rest.authorization())
                        .status())
                .isEqualTo(204);
    }
}
