package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identifiers with everything in them that the tutorial allows, and nothing else. */
class IdentifierIT {

    private static final String SPECIAL = "~!@$%^&*()_+=-`;',.<>/\\’";
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + SPECIAL;

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("identifiers");
    }

    @Test
    void statement45_everyCharacterOfTheTutorialGoesThroughPushNoticePlayRestAndHistoryUnchanged() {
        String room = "r#" + ALPHABET;
        String user = "u#" + SPECIAL;
        try (MiniProgram a = new MiniProgram();
                MiniProgram b = new MiniProgram()) {
            assertThat(a.open(server, app, room, "a", rest.token(app, "a"), true)
                            .has("error"))
                    .isFalse();
            assertThat(b.open(server, app, room, user, rest.token(app, user), true)
                            .has("error"))
                    .isFalse();
            assertThat(a.users("ADD", user).get(0).asText()).isEqualTo(room);
            b.push(ALPHABET, Ffmpeg.film(10));
            assertThat(b.publisher("PUBLISHING").get("streamID").asText()).isEqualTo(ALPHABET);
            JsonNode added = a.streams("ADD", ALPHABET);
            assertThat(added.get(2).get(0).get("user").get("userID").asText()).isEqualTo(user);
            a.player(ALPHABET, "PLAYING");
            a.event("playQualityUpdate", args -> args.get(0).asText().equals(ALPHABET));
            JsonNode live = rest.live(app, "streams", room);
            assertThat(Json.texts(live, "streamID")).containsExactly(ALPHABET);
            assertThat(Json.texts(live, "userID")).containsExactly(user);
            assertThat(Json.texts(rest.live(app, "users", room), "userID")).containsExactlyInAnyOrder("a", user);
            assertThat(Json.texts(rest.get("/apps/" + app.id() + "/rooms"), "roomID"))
                    .contains(room);
            b.logout();
            a.streams("DELETE", ALPHABET);
            a.users("DELETE", user);
        }
        JsonNode calls = rest.get("/apps/" + app.id() + "/calls?roomID=" + Rest.encode(room))
                .get("calls");
        assertThat(Json.texts(calls, "roomID")).containsExactly(room);
        JsonNode detail = rest.get(
                "/apps/" + app.id() + "/calls/" + calls.get(0).get("callID").asText());
        assertThat(Json.texts(detail.get("publications"), "streamID")).containsExactly(ALPHABET);
        assertThat(Json.texts(detail.get("playbacks"), "streamID")).containsExactly(ALPHABET);
        assertThat(Json.texts(detail.get("stays"), "userID")).containsExactlyInAnyOrder("a", user);
        assertThat(server.database()
                        .texts(
                                "select distinct stream_id from audit_entry where app_id = ? and room_id = ? and stream_id is not null",
                                app.id(),
                                room))
                .containsExactly(ALPHABET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "|1000015|1",
                "a#b|1000016|1",
                "a b|1000016|1",
                "流|1000016|1",
                "a\"b|1000016|1",
                "a|1000014|257",
                "’|1000014|86"
            })
    void statement46_aStreamIDThatIsEmptyTooLongOrHasAnotherCharacterIsRefusedByServerAndEngine(
            String part, int code, int times) {
        String id = (part == null ? "" : part).repeat(times);
        App own = rest.createApp("bad stream");
        try (SignalClient raw = SignalClient.inside(server, own, "room", "raw", rest.token(own, "raw"));
                MiniProgram page = new MiniProgram()) {
            JsonNode refused = raw.publish(id);
            assertThat(refused.get("type").asText()).isEqualTo("refused");
            assertThat(refused.get("code").asInt()).isEqualTo(code);
            assertThat(raw.play(id).get("code").asInt()).isEqualTo(code);
            page.open(server, own, "room", "page", rest.token(own, "page"), true);
            page.push(id, Ffmpeg.film(10));
            assertThat(page.publisher("NO_PUBLISH").get("errorCode").asInt()).isEqualTo(code);
            assertThat(raw.heard("streamAdded")).isEmpty();
            assertThat(server.database().number("select count(*) from publication where app_id = ?", own.id()))
                    .isZero();
        }
        Rest.Answer device = rest.tryPost(
                "/apps/" + own.id() + "/media-urls",
                Map.of("roomID", "r", "userID", "u", "streamID", id, "direction", "publish"));
        assertThat(device.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"s,256", "’,85"})
    void statement45_aStreamIDOf256BytesIsAccepted(String part, int times) throws Exception {
        String id = pad(part.repeat(times), 256);
        String room = "room-" + UUID.randomUUID();
        try (SignalClient publisher = SignalClient.inside(server, app, room, "p", rest.token(app, "p"));
                SignalClient other = SignalClient.inside(server, app, room, "o", rest.token(app, "o"));
                RtmpProbe probe = new RtmpProbe(publisher.publishUrl(id))) {
            probe.publish();
            assertThat(probe.answer()).isEqualTo("NetStream.Publish.Start");
            assertThat(other.await("streamAdded").get("stream").get("streamID").asText())
                    .isEqualTo(id);
            assertThat(other.play(id).get("type").asText()).isEqualTo("playGranted");
        }
    }

    @ParameterizedTest
    @CsvSource({"128,loggedIn,0", "129,refused,1002013"})
    void aRoomIDHas1To128Bytes(int bytes, String type, int code) {
        expectLogin(pad("", bytes), "u", type, code);
        expectLogin(pad("’", bytes), "u", type, code);
    }

    @ParameterizedTest
    @CsvSource({"64,loggedIn,0", "65,refused,1002007"})
    void aUserIDHas1To64Bytes(int bytes, String type, int code) {
        expectLogin("room", pad("", bytes), type, code);
        expectLogin("room", pad("’", bytes), type, code);
    }

    @Test
    void roomIDsAndUserIDsMayNotBeEmptyAndHaveNoOtherCharacters() {
        expectLogin("", "u", "refused", 1002011);
        expectLogin("room", "", "refused", 1002005);
        for (String bad : new String[] {"a b", "房间", "a\"b", "a\nb", "a\u0000b", "\uD83D\uDE00", "a|b", "a?b"}) {
            expectLogin(bad, "u", "refused", 1002012);
            expectLogin("room", bad, "refused", 1002006);
        }
    }

    /** At the borders the token is for the very user if the server issues one. */
    private static void expectLogin(String room, String user, String type, int code) {
        Rest.Answer token =
                rest.tryPost("/apps/" + app.id() + "/temporary-tokens", Map.of("userID", user, "effectiveSeconds", 60));
        assertThat(token.status()).isEqualTo(code == 1002005 || code == 1002006 || code == 1002007 ? 400 : 200);
        try (SignalClient client = new SignalClient(server)) {
            String text = token.status() == 200 ? token.json().get("token").asText() : rest.token(app, "u");
            JsonNode answer = client.login(app, room, user, text, false);
            assertThat(answer.get("type").asText()).as(answer.toString()).isEqualTo(type);
            assertThat(answer.path("code").asInt()).isEqualTo(code);
            if (type.equals("loggedIn")) {
                assertThat(answer.get("roomID").asText()).isEqualTo(room);
                client.logout();
            }
        }
    }

    /** Up to this many bytes of UTF-8. */
    private static String pad(String text, int bytes) {
        return text + "x".repeat(bytes - text.getBytes(StandardCharsets.UTF_8).length);
    }
}
