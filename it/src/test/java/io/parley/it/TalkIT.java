package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users say to each other and about rooms and streams; tokens that end and are renewed; one user in several rooms. */
@Tag("every-server")
class TalkIT {

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    private final List<SignalClient> opened = new ArrayList<>();
    private String room;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("talk");
    }

    @BeforeEach
    void newRoom() {
        room = "room-" + UUID.randomUUID();
    }

    @AfterEach
    void leave() {
        opened.stream().filter(client -> !client.isClosed()).forEach(SignalClient::logout);
    }

    private SignalClient join(String userID) {
        return join(room, userID, ForgedToken.of(app.id(), userID));
    }

    private SignalClient join(String roomID, String userID, ForgedToken token) {
        SignalClient client = SignalClient.inside(server, app, roomID, userID, token.seal(app.secret()));
        opened.add(client);
        return client;
    }

    @Test
    void aBroadcastIsHeardByTheOthersInTheOrderOfTheRoomAndRecordedWithoutItsWords() {
        SignalClient a = join("a");
        SignalClient b = join("b");
        JsonNode sent = a.request("sendBroadcast", Map.of("text", "大家好 \"quoted\""));
        assertThat(sent.get("type").asText()).isEqualTo("broadcastSent");
        JsonNode heard = b.await("broadcast");
        assertThat(heard.get("text").asText()).isEqualTo("大家好 \"quoted\"");
        assertThat(heard.get("messageID")).isEqualTo(sent.get("messageID"));
        assertThat(heard.get("fromUser").get("userID").asText()).isEqualTo("a");
        assertThat(heard.get("sendTime").asLong())
                .isBetween(Instant.now().toEpochMilli() - 20_000, Instant.now().toEpochMilli() + 1_000);
        SignalClient c = join("c");
        assertThat(b.await("userAdded", "userID", "c").get("seq").asLong())
                .isEqualTo(heard.get("seq").asLong() + 1);
        a.heartbeat();
        assertThat(a.heard("broadcast")).as("the sender's own").isEmpty();
        assertThat(c.heard("broadcast")).as("what was said before").isEmpty();
        JsonNode event = recorded("BROADCAST").get(0);
        assertThat(event.get("userID").asText()).isEqualTo("a");
        assertThat(event.get("bytes").asInt()).isEqualTo(18);
        assertThat(event.has("text")).isFalse();
    }

    @Test
    void aCommandIsHeardByThoseItNamesAndTheSenderLearnsWhoWasNotThere() {
        SignalClient a = join("a");
        SignalClient b = join("b");
        SignalClient c = join("c");
        JsonNode sent = a.request("sendCommand", Map.of("text", "mute", "toUserIDs", List.of("b", "nobody", "a")));
        assertThat(sent.get("absent").toString()).isEqualTo("[\"nobody\"]");
        assertThat(b.await("command").get("text").asText()).isEqualTo("mute");
        a.request("sendCommand", Map.of("text", "all"));
        c.await("command", "text", "all");
        assertThat(c.heard("command")).hasSize(1);
        assertThat(a.heard("command")).isEmpty();
        JsonNode nobody = a.request("sendCommand", Map.of("text", "hey", "toUserIDs", List.of("nobody")));
        assertThat(nobody.get("absent").toString()).isEqualTo("[\"nobody\"]");
        assertThat(recorded("COMMAND")).hasSize(2);
        assertThat(recorded("COMMAND").get(0).get("to").toString()).isEqualTo("[\"b\",\"nobody\",\"a\"]");
    }

    @Test
    void aBarrageIsHeardByTheOthersAndWrittenNowhere() {
        SignalClient a = join("a");
        SignalClient b = join("b");
        JsonNode sent = a.request("sendBarrage", Map.of("text", "+1"));
        JsonNode heard = b.await("barrage");
        assertThat(heard.get("messageID").isTextual()).isTrue();
        assertThat(heard.get("messageID")).isEqualTo(sent.get("messageID"));
        a.heartbeat();
        assertThat(a.heard("barrage")).isEmpty();
        assertThat(server.database()
                        .number(
                                "select count(*) from callback_outbox where app_id = ? and room_id = ?",
                                app.id(),
                                room))
                .as("two users came")
                .isEqualTo(2);
    }

    @Test
    void whatWasSaidWhileAUserWasAwayIsToldWhenItComesBackEachOnceAndOnlyWhatConcernsIt() {
        SignalClient a = join("a");
        SignalClient b = join("b");
        JsonNode login = b.heard("loggedIn").get(0);
        a.request("sendBroadcast", Map.of("text", "before"));
        long known = b.await("broadcast").get("seq").asLong();
        b.drop();
        a.request("sendBroadcast", Map.of("text", "while away"));
        a.request("sendCommand", Map.of("text", "for c", "toUserIDs", List.of("a")));
        a.request("sendCommand", Map.of("text", "for b", "toUserIDs", List.of("b")));
        SignalClient back = new SignalClient(server);
        opened.add(back);
        JsonNode resumed = back.request(
                "resume",
                Map.of(
                        "appID",
                        app.id(),
                        "roomID",
                        room,
                        "userID",
                        "b",
                        "resumeKey",
                        login.get("resumeKey").asText(),
                        "userUpdate",
                        true,
                        "seq",
                        known));
        assertThat(resumed.get("resumed").asBoolean()).isTrue();
        back.await("command", "text", "for b");
        assertThat(back.heard("broadcast"))
                .extracting(line -> line.get("text").asText())
                .containsExactly("while away");
        assertThat(back.heard("command")).hasSize(1);
        a.request("sendCommand", Map.of("text", "after"));
        back.await("command", "text", "after");
        assertThat(back.heard("command")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "sendBroadcast, '', 1009001",
        "sendBarrage, '', 1009001",
        "sendCommand, '', 1009001",
        "sendBroadcast, long, 1009002",
        "sendBarrage, long, 1009002",
        "sendCommand, long, 1009002"
    })
    void aMessageWithoutTextOrWithTooMuchIsRefusedByName(String type, String text, int code) {
        SignalClient a = join("a");
        String long342 = "安".repeat(341) + "ab";
        JsonNode refused = a.request(type, Map.of("text", text.equals("long") ? long342 : text));
        assertThat(refused.get("code").asInt()).isEqualTo(code);
        JsonNode longest = a.request(type, Map.of("text", long342.substring(1) + "ab"));
        assertThat(longest.get("type").asText()).isNotEqualTo("refused");
    }

    @Test
    void recipientsThatAreTooManyOrNoUsersAreRefused() {
        SignalClient a = join("a");
        List<String> many = IntStream.rangeClosed(1, 101).mapToObj(i -> "u" + i).toList();
        for (List<String> wrong : List.of(many, List.of(""), List.of("a b"), List.of("u".repeat(65)))) {
            JsonNode refused = a.request("sendCommand", Map.of("text", "x", "toUserIDs", wrong));
            assertThat(refused.get("refusal").asText()).isEqualTo("MESSAGE_RECIPIENTS_WRONG");
        }
        assertThat(a.request("sendCommand", Map.of("text", "x", "toUserIDs", List.of(1)))
                        .get("type")
                        .asText())
                .isEqualTo("error");
    }

    @Test
    void whoSpeaksWithoutALoginOrTooOftenIsRefusedAndNothingIsTold() {
        try (SignalClient stranger = new SignalClient(server)) {
            assertThat(stranger.request("sendBroadcast", Map.of("text", "x"))
                            .get("refusal")
                            .asText())
                    .isEqualTo("NOT_LOGGED_IN");
        }
        SignalClient a = join("a");
        SignalClient b = join("b");
        List<Integer> requests = IntStream.range(0, 12)
                .map(i -> a.send("sendBroadcast", Map.of("text", "m" + i)))
                .boxed()
                .toList();
        List<JsonNode> answers = requests.stream().map(a::answer).toList();
        List<JsonNode> refused = answers.stream()
                .filter(answer -> answer.get("type").asText().equals("refused"))
                .toList();
        // Two a second, and the burst may lie across the turn of one.
        assertThat(refused).hasSizeBetween(8, 10);
        assertThat(refused).allMatch(answer -> answer.get("code").asInt() == 1009015);
        a.request("sendCommand", Map.of("text", "end"));
        b.await("command");
        assertThat(b.heard("broadcast")).hasSize(12 - refused.size());
        assertThat(server.database()
                        .number(
                                "select count(*) from audit_entry where app_id = ? and room_id = ? and outcome = 'REFUSED'",
                                app.id(),
                                room))
                .as("a flood does not fill the audit")
                .isZero();
    }

    @Test
    void theRoomsExtraInfoIsOneKeyThatEverybodyFindsAndThatEndsWithTheCall() {
        SignalClient a = join("a");
        SignalClient b = join("b");
        assertThat(setRoom(a, "claim", "4711").get("type").asText()).isEqualTo("extraInfoSet");
        JsonNode told = b.await("roomExtraInfo").get("info");
        assertThat(told.get("value").asText()).isEqualTo("4711");
        assertThat(told.get("updateUser").get("userID").asText()).isEqualTo("a");
        assertThat(setRoom(b, "other", "x").get("code").asInt()).isEqualTo(1002017);
        assertThat(setRoom(b, "claim", "").get("type").asText()).isEqualTo("extraInfoSet");
        assertThat(a.await("roomExtraInfo").get("info").get("value").asText()).isEmpty();
        setRoom(b, "claim", "4712");
        JsonNode found = join("c").heard("loggedIn").get(0).get("roomExtraInfo");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("key").asText()).isEqualTo("claim");
        assertThat(found.get(0).get("value").asText()).isEqualTo("4712");
        assertThat(found.get(0).get("updateUser").get("userID").asText()).isEqualTo("b");
        assertThat(setRoom(a, "", "x").get("code").asInt()).isEqualTo(1002014);
        assertThat(setRoom(a, "12345678901", "x").get("code").asInt()).isEqualTo(1002015);
        assertThat(setRoom(a, "claim", "x".repeat(129)).get("code").asInt()).isEqualTo(1002016);
        assertThat(recorded("ROOM_EXTRA_INFO")).hasSize(3).noneMatch(event -> event.has("text"));
        leave();
        assertThat(server.database()
                        .number(
                                "select count(*) from room_extra_info where app_id = ? and room_id = ?",
                                app.id(),
                                room))
                .isZero();
        assertThat(join("a").heard("loggedIn").get(0).get("roomExtraInfo")).isEmpty();
    }

    @Test
    void aStreamsExtraInfoIsToldFoundByWhoComesLaterAndKeptWhenThePusherReconnects() throws Exception {
        SignalClient a = join("a");
        SignalClient b = join("b");
        String stream = "film@" + room;
        assertThat(setStream(a, stream, "x").get("code").asInt()).isEqualTo(1103055);
        String url = a.publishUrl(stream);
        try (RtmpProbe push = new RtmpProbe(url)) {
            push.publish();
            b.await("streamAdded", "streamID", stream);
            assertThat(setStream(b, stream, "theirs").get("code").asInt()).isEqualTo(1103055);
            assertThat(setStream(a, stream, "audio only").get("type").asText()).isEqualTo("extraInfoSet");
            JsonNode told = b.await("streamExtraInfo").get("stream");
            assertThat(told.get("streamID").asText()).isEqualTo(stream);
            assertThat(told.get("extraInfo").asText()).isEqualTo("audio only");
            assertThat(infoAsFoundBy("c")).isEqualTo("audio only");
            // The same URL again, as a native pusher does whose connection broke.
            try (RtmpProbe again = new RtmpProbe(url)) {
                again.publish();
                assertThat(again.answer()).isEqualTo("NetStream.Publish.Start");
                assertThat(infoAsFoundBy("d")).isEqualTo("audio only");
            }
        }
        assertThat(setStream(a, stream, "x".repeat(129)).get("code").asInt()).isEqualTo(1003051);
        assertThat(a.request("setStreamExtraInfo", Map.of("streamID", stream))
                        .get("code")
                        .asInt())
                .isEqualTo(1003050);
    }

    @Test
    void aUserIsToldBeforeItsTokenEndsAndGoesOnWithANewOneOrWithoutTheRightToBegin() {
        ForgedToken valid = ForgedToken.of(app.id(), "a");
        SignalClient a = join(room, "a", valid.expiring(Instant.now().plusSeconds(33)));
        assertThat(a.heard("tokenWillExpire")).isEmpty();
        assertThat(a.await("tokenWillExpire").get("roomID").asText()).isEqualTo(room);
        JsonNode renewed = renew(a, valid.rights(true, false));
        assertThat(renewed.get("tokenExpiresAt").asLong())
                .isGreaterThan(Instant.now().plusSeconds(500).toEpochMilli());
        assertThat(a.publish("no-right@" + room).get("code").asInt()).isEqualTo(1103019);
        assertThat(renew(a, valid.onlyIn("elsewhere")).get("refusal").asText()).isEqualTo("TOKEN_ROOM_MISMATCH");
        assertThat(renew(a, ForgedToken.of(app.id(), "b")).get("code").asInt()).isEqualTo(1002077);
        assertThat(renew(a, valid.expiring(Instant.now().plusSeconds(3))).has("tokenExpiresAt"))
                .isTrue();
        assertThat(a.publish("right@" + room).has("rtmp")).isTrue();
        JsonNode late = Eventually.get(() -> {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(300);
            JsonNode answer = a.publish("late@" + room);
            assertThat(answer.has("rtmp")).isFalse();
            return answer;
        });
        assertThat(late.get("code").asInt()).isEqualTo(1102018);
        assertThat(a.heard("tokenWillExpire"))
                .as("once for each token that came near")
                .hasSize(2);
        assertThat(a.isClosed()).as("who is inside stays").isFalse();
        assertThat(server.database()
                        .texts(
                                "select outcome || coalesce(' ' || refusal, '') from audit_entry where app_id = ? and room_id = ?"
                                        + " and action = 'TOKEN_RENEW' order by occurred_at, id",
                                app.id(),
                                room))
                .containsExactly("DONE", "REFUSED TOKEN_ROOM_MISMATCH", "REFUSED TOKEN_USER_MISMATCH", "DONE");
    }

    @Test
    void oneUserMayBeInSeveralRoomsEachOverItsOwnConnection() {
        String other = "other-" + room;
        SignalClient here = join("a");
        SignalClient there = join(other, "a", ForgedToken.of(app.id(), "a"));
        SignalClient b = join(other, "b", ForgedToken.of(app.id(), "b"));
        here.request("sendCommand", Map.of("text", "here"));
        there.request("sendCommand", Map.of("text", "there"));
        b.await("command", "text", "there");
        assertThat(b.heard("command")).hasSize(1);
        here.logout();
        assertThat(there.heartbeat().get("type").asText()).isEqualTo("heartbeatAck");
        assertThat(Json.texts(rest.live(app, "users", other), "userID")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void enginesOnBothEndsSayAndHearEverythingOverTheServer() {
        try (MiniProgram a = new MiniProgram();
                MiniProgram b = new MiniProgram()) {
            a.open(server, app, room, "a", rest.token(app, "a"), true);
            b.open(server, app, room, "b", rest.token(app, "b"), true);
            a.users("ADD", "b");
            assertThat(b.event(
                                    "roomOnlineUserCountUpdate",
                                    args -> args.get(0).asText().equals(room))
                            .get(1)
                            .asInt())
                    .isEqualTo(2);
            JsonNode sent = a.call("sendBroadcastMessage", room, "大家好").get("value");
            JsonNode heard =
                    b.event("IMRecvBroadcastMessage", args -> true).get(1).get(0);
            assertThat(sent.get("errorCode").asInt()).isZero();
            assertThat(heard.get("messageID")).isEqualTo(sent.get("messageID"));
            assertThat(heard.get("message").asText()).isEqualTo("大家好");
            assertThat(heard.get("fromUser").get("userName").asText()).isEqualTo("a's name");
            a.call("sendBarrageMessage", room, "+1");
            assertThat(b.event("IMRecvBarrageMessage", args -> true)
                            .get(1)
                            .get(0)
                            .get("message")
                            .asText())
                    .isEqualTo("+1");
            JsonNode commanded = a.call("sendCustomCommand", room, Map.of("mute", true), List.of("b", "z"));
            assertThat(commanded.get("value").get("extendedData").asText()).isEqualTo("{\"absent\":[\"z\"]}");
            assertThat(b.event("IMRecvCustomCommand", args -> true).get(2).asText())
                    .isEqualTo("{\"mute\":true}");
            b.call("setRoomExtraInfo", room, "claim", "4711");
            assertThat(a.event("roomExtraInfoUpdate", args -> true)
                            .get(1)
                            .get(0)
                            .get("value")
                            .asText())
                    .isEqualTo("4711");
            a.push("film@" + room, Ffmpeg.film(10));
            assertThat(a.call("setStreamExtraInfo", "film@" + room, "audio").has("error"))
                    .isFalse();
            assertThat(b.event("streamExtraInfoUpdate", args -> true)
                            .get(1)
                            .get(0)
                            .get("extraInfo")
                            .asText())
                    .isEqualTo("audio");
            assertThat(a.call("setRoomExtraInfo", room, "other", "x")
                            .get("error")
                            .get("errorCode")
                            .asInt())
                    .isEqualTo(1002017);
            assertThat(a.events("IMRecvBroadcastMessage")).isEmpty();
            assertThat(a.call("renewToken", rest.token(app, "a"), room)
                            .get("value")
                            .asBoolean())
                    .isTrue();
        }
    }

    private String infoAsFoundBy(String userID) {
        JsonNode streams = join(userID).heard("loggedIn").get(0).get("streams");
        assertThat(streams).hasSize(1);
        return streams.get(0).get("extraInfo").asText();
    }

    private JsonNode renew(SignalClient client, ForgedToken token) {
        return client.request("renewToken", Map.of("token", token.seal(app.secret())));
    }

    private static JsonNode setRoom(SignalClient client, String key, String value) {
        return client.request("setRoomExtraInfo", Map.of("key", key, "value", value));
    }

    private static JsonNode setStream(SignalClient client, String stream, String extraInfo) {
        return client.request("setStreamExtraInfo", Map.of("streamID", stream, "extraInfo", extraInfo));
    }

    /** Bodies of the room's recorded events of this kind. */
    private List<JsonNode> recorded(String event) {
        return server
                .database()
                .texts(
                        "select body from callback_outbox where app_id = ? and room_id = ? and event = ? order by seq",
                        app.id(),
                        room,
                        event)
                .stream()
                .map(Json::parse)
                .toList();
    }
}
