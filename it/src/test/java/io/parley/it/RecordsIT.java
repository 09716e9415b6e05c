package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Afterwards the records say what happened: no more, no less. */
class RecordsIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void statements27And29_afterACallEveryRecordAgreesWithWhatHappened() throws Exception {
        App app = rest.createApp("records");
        Path received = Ffmpeg.directory().resolve("records.flv");
        SignalClient a = SignalClient.inside(
                server, app, "room", "a", ForgedToken.of(app.id(), "a").seal(app.secret()));
        SignalClient b = SignalClient.inside(
                server, app, "room", "b", ForgedToken.of(app.id(), "b").seal(app.secret()));
        String call = a.heard("loggedIn").get(0).get("callID").asText();
        assertThat(b.heard("loggedIn").get(0).get("callID").asText()).isEqualTo(call);
        try (Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), a.publishUrl("film"))) {
            b.await("streamAdded", "streamID", "film");
            try (Ffmpeg pull = Ffmpeg.pull(b.playUrl("film"), received, 3)) {
                b.await("playState", "state", "PLAYING");
                assertThat(pull.awaitEnd()).isZero();
                // ffmpeg says goodbye and closes with media unread, which resets the connection: either may be seen
                // first.
                assertThat(b.await("playState", "state", "NO_PLAY")
                                .get("reason")
                                .asText())
                        .isIn("PLAYER_STOPPED", "MEDIA_CONNECTION_LOST");
            }
            push.stop();
            b.await("streamRemoved", "streamID", "film");
        }
        assertThat(a.await("publishState", "state", "NO_PUBLISH").get("reason").asText())
                .isEqualTo("PUBLISHER_STOPPED");
        a.logout();
        b.await("userRemoved", "userID", "a");
        b.logout();
        assertThat(a.closeCode(Eventually.PATIENCE)).isEqualTo(1000);

        Database database = server.database();
        for (String claim : List.of("room", "room_user", "stream", "player")) {
            assertThat(database.number("select count(*) from " + claim + " where app_id = ?", app.id()))
                    .as(claim)
                    .isZero();
        }
        Map<String, Object> session = one(database, "select * from room_session where app_id = ?", app.id());
        assertThat(session)
                .containsEntry("room_id", "room")
                .containsEntry("peak_users", 2)
                .containsEntry("close_reason", "EMPTY");
        assertThat(session.get("closed_at")).isEqualTo(session.get("closed_at_max"));

        List<Map<String, Object>> stays =
                database.rows("select * from participation where app_id = ? order by joined_at", app.id());
        assertThat(stays).extracting(row -> row.get("user_id")).containsExactly("a", "b");
        assertThat(stays).extracting(row -> row.get("leave_reason")).containsOnly("LOGOUT");
        assertThat(stays).extracting(row -> row.get("room_session_id")).containsOnly(session.get("id"));
        assertThat(stays).extracting(row -> row.get("client_version")).containsOnly("it");
        assertThat(stays).allMatch(row -> row.get("address").toString().contains("127.0.0.1"));

        Map<String, Object> push = one(database, "select * from publication where app_id = ?", app.id());
        assertThat(push)
                .containsEntry("stream_id", "film")
                .containsEntry("user_id", "a")
                .containsEntry("participation_id", stays.get(0).get("id"))
                .containsEntry("end_reason", "PUBLISHER_STOPPED");
        Map<String, Object> pull = one(database, "select * from playback where app_id = ?", app.id());
        assertThat(pull)
                .containsEntry("stream_id", "film")
                .containsEntry("user_id", "b")
                .containsEntry("publication_id", push.get("id"))
                .containsEntry("participation_id", stays.get(1).get("id"));
        assertThat(pull.get("end_reason")).isIn("PLAYER_STOPPED", "MEDIA_CONNECTION_LOST");
        assertThat((Long) pull.get("bytes")).as("bytes played").isBetween(20_000L, (Long) push.get("bytes") + 10_000L);

        assertThat(database.texts(
                        "select action || ' ' || actor_id || ' ' || coalesce(stream_id, '') from audit_entry where app_id = ?"
                                + " and actor_kind = 'USER' and outcome = 'DONE' order by occurred_at, id",
                        app.id()))
                .containsExactlyInAnyOrder(
                        "LOGIN a ",
                        "LOGIN b ",
                        "PUBLISH_START a film",
                        "PLAY_START b film",
                        "PLAY_END b film",
                        "PUBLISH_END a film",
                        "LOGOUT a ",
                        "LOGOUT b ");
        assertThat(database.number(
                        "select count(*) from audit_entry where app_id = ? and outcome = 'REFUSED'", app.id()))
                .isZero();

        JsonNode events =
                rest.get("/apps/" + app.id() + "/calls/" + call + "/events").get("events");
        assertThat(Json.texts(events, "event"))
                .containsExactly(
                        "USER_ADDED",
                        "USER_ADDED",
                        "STREAM_ADDED",
                        "STREAM_REMOVED",
                        "USER_REMOVED",
                        "USER_REMOVED",
                        "ROOM_CLOSED");
        assertThat(Json.texts(events, "seq"))
                .isEqualTo(
                        IntStream.rangeClosed(1, 7).mapToObj(Integer::toString).toList());
        expectAppendOnly(database, app);
    }

    private static void expectAppendOnly(Database database, App app) {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> database.rows("delete from audit_entry where app_id = ? returning id", app.id()))
                .rootCause()
                .hasMessageContaining("not allowed");
    }

    private static Map<String, Object> one(Database database, String sql, Object... arguments) {
        List<Map<String, Object>> rows = database.rows(sql, arguments);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no token|1002067|TOKEN_MISSING",
                "garbage|1102016|TOKEN_MALFORMED",
                "wrong secret|1102016|TOKEN_MALFORMED",
                "expired|1102018|TOKEN_EXPIRED",
                "another user|1002077|TOKEN_USER_MISMATCH",
                "another room|1002033|TOKEN_ROOM_MISMATCH",
                "another app|1002076|TOKEN_APP_MISMATCH",
                "no right to log in|1002033|TOKEN_NO_LOGIN_RIGHT"
            })
    void statement30_aRefusedLoginLeavesNoClaimAndOneAuditEntryWithThePreciseReason(String example) {
        String[] parts = example.split("\\|");
        App app = rest.createApp(parts[0]);
        ForgedToken good = ForgedToken.of(app.id(), "u");
        String token =
                switch (parts[0]) {
                    case "no token" -> "";
                    case "garbage" -> "04" + "QUJD".repeat(50);
                    case "wrong secret" -> good.seal("0123456789abcdef0123456789abcdef");
                    case "expired" ->
                        good.expiring(Instant.now().minusSeconds(1)).seal(app.secret());
                    case "another user" -> ForgedToken.of(app.id(), "v").seal(app.secret());
                    case "another room" -> good.onlyIn("elsewhere").seal(app.secret());
                    case "another app" -> ForgedToken.of(app.id() + 1, "u").seal(app.secret());
                    case "no right to log in" -> good.rights(false, true).seal(app.secret());
                    default -> throw new IllegalArgumentException(example);
                };
        try (SignalClient client = new SignalClient(server)) {
            JsonNode refused = client.login(app, "room", "u", token, true);
            assertThat(refused.get("type").asText()).isEqualTo("refused");
            assertThat(refused.get("code").asText()).isEqualTo(parts[1]);
            assertThat(refused.get("refusal").asText()).isEqualTo(parts[2]);
            Database database = server.database();
            assertThat(database.number(
                            "select (select count(*) from room where app_id = ?) + (select count(*) from room_user where app_id = ?)"
                                    + " + (select count(*) from participation where app_id = ?)"
                                    + " + (select count(*) from room_session where app_id = ?)",
                            app.id(),
                            app.id(),
                            app.id(),
                            app.id()))
                    .isZero();
            Map<String, Object> entry = Eventually.get(
                    () -> one(database, "select * from audit_entry where app_id = ? and action = 'LOGIN'", app.id()));
            assertThat(entry)
                    .containsEntry("outcome", "REFUSED")
                    .containsEntry("refusal", parts[2])
                    .containsEntry("user_id", "u")
                    .containsEntry("room_id", "room");
            assertThat(entry.get("address").toString()).contains("127.0.0.1");
            assertThat(entry.get("detail").toString()).doesNotContain(app.secret());
            // and the next login may succeed, on the same connection
            assertThat(client.login(app, "room", "u", good.seal(app.secret()), true)
                            .get("type")
                            .asText())
                    .isEqualTo("loggedIn");
        }
    }

    @Test
    void statement33_aSecondLoginEndsTheFirstStayWithItsStreamsAndSaysSo() throws Exception {
        App app = rest.createApp("kick");
        String token = rest.token(app, "a");
        SignalClient first = SignalClient.inside(server, app, "room", "a", token);
        SignalClient other = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"));
        try (Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), first.publishUrl("film"))) {
            other.await("streamAdded", "streamID", "film");
            SignalClient second = SignalClient.inside(server, app, "room", "a", token);
            JsonNode kicked = first.await("kickedOut");
            assertThat(kicked.get("code").asInt()).isEqualTo(1002050);
            assertThat(kicked.get("reason").asText()).isEqualTo("REPLACED_BY_LOGIN");
            assertThat(first.closeCode(Eventually.PATIENCE)).isEqualTo(4001);
            assertThat(other.await("streamRemoved").get("reason").asText()).isEqualTo("REPLACED_BY_LOGIN");
            push.awaitEnd();
            assertThat(second.heard("loggedIn").get(0).get("ownStreams")).isEmpty();
            assertThat(server.database().texts("select end_reason from publication where app_id = ?", app.id()))
                    .containsExactly("REPLACED_BY_LOGIN");
            // whoever was replaced may not come back by its resume key
            try (SignalClient back = new SignalClient(server)) {
                String key = first.heard("loggedIn").get(0).get("resumeKey").asText();
                assertThat(back.resume(app, "room", "a", key).get("code").asInt())
                        .isEqualTo(1002050);
            }
            assertThat(second.heartbeat().get("type").asText()).isEqualTo("heartbeatAck");
            second.close();
        }
        other.close();
    }

    @Test
    void theRoomsLifeEndsWithItsLastUserAndTheNextLoginOpensANewOne() {
        App app = rest.createApp("lives");
        SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
        SignalClient b = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"));
        String first = a.heard("loggedIn").get(0).get("callID").asText();
        a.logout();
        assertThat(Json.texts(rest.get("/apps/" + app.id() + "/rooms"), "callID"))
                .containsExactly(first);
        b.logout();
        assertThat(rest.get("/apps/" + app.id() + "/rooms")).isEmpty();
        SignalClient again = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
        String second = again.heard("loggedIn").get(0).get("callID").asText();
        assertThat(second).isNotEqualTo(first);
        again.logout();
        JsonNode calls = rest.get("/apps/" + app.id() + "/calls").get("calls");
        assertThat(Json.texts(calls, "callID")).containsExactly(second, first);
        assertThat(Json.texts(calls, "closeReason")).containsOnly("EMPTY");
        assertThat(Json.texts(calls, "peakUsers")).containsExactly("1", "2");
        JsonNode page = rest.get("/apps/" + app.id() + "/calls?limit=1");
        assertThat(Json.texts(page.get("calls"), "callID")).containsExactly(second);
        JsonNode rest2 = rest.get("/apps/" + app.id() + "/calls?limit=1&before="
                + page.get("next").asText());
        assertThat(Json.texts(rest2.get("calls"), "callID")).containsExactly(first);
    }

    @Test
    void aRoomTakesNoMoreThanItsCapacity() {
        App app = rest.createApp("full");
        Map<String, Object> fields = SignalClient.loginFields(app.id(), "room", "a", rest.token(app, "a"), true);
        fields.put("maxMemberCount", 1);
        try (SignalClient a = new SignalClient(server);
                SignalClient b = new SignalClient(server)) {
            assertThat(a.request("login", fields).get("type").asText()).isEqualTo("loggedIn");
            assertThat(b.login(app, "room", "b", rest.token(app, "b"), true)
                            .get("code")
                            .asInt())
                    .isEqualTo(1002034);
            Eventually.holds(() -> assertThat(server.database()
                            .texts(
                                    "select refusal from audit_entry where app_id = ? and outcome = 'REFUSED'",
                                    app.id()))
                    .containsExactly("ROOM_FULL"));
            a.logout();
            assertThat(b.login(app, "room", "b", rest.token(app, "b"), true)
                            .get("type")
                            .asText())
                    .isEqualTo("loggedIn");
        }
    }

    @Test
    void aDeviceWithAMediaUrlIsAUserOfTheRoomWhileConnected() throws Exception {
        App app = rest.createApp("device");
        String url = rest.mediaUrl(
                app,
                Map.of(
                        "roomID",
                        "room",
                        "userID",
                        "camera",
                        "userName",
                        "Camera",
                        "streamID",
                        "cam",
                        "direction",
                        "publish"),
                "rtmp");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            assertThat(rest.live(app, "users", "room")).hasSize(1);
            try (RtmpProbe probe = new RtmpProbe(url)) {
                probe.publish();
                assertThat(probe.answer()).isEqualTo("NetStream.Publish.Start");
                assertThat(a.await("userAdded").get("user").get("userName").asText())
                        .isEqualTo("Camera");
                assertThat(a.await("streamAdded").get("stream").get("streamID").asText())
                        .isEqualTo("cam");
            }
            a.await("streamRemoved");
            assertThat(a.await("userRemoved").get("reason").asText()).isEqualTo("DEVICE_DISCONNECTED");
        }
    }
}
