package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Ffmpeg.Packet;
import io.parley.it.Rest.App;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tutorial's page, unchanged, in processes of its own against the whole server. Numbers are those of the acceptance statements. */
class TutorialCallIT {

    private static final int LOOP_SECONDS = 10;

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Path film;

    private final List<MiniProgram> opened = new ArrayList<>();
    private String room;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("tutorial");
        film = Ffmpeg.film(LOOP_SECONDS);
    }

    @BeforeEach
    void newRoom() {
        room = "room-" + UUID.randomUUID();
    }

    @AfterEach
    void closePages() {
        List<JsonNode> faults = opened.stream()
                .flatMap(page -> page.lines(line -> line.path("type").asText().equals("fault")).stream())
                .toList();
        opened.forEach(MiniProgram::close);
        assertThat(faults).isEmpty();
    }

    private MiniProgram page() {
        MiniProgram page = new MiniProgram();
        opened.add(page);
        return page;
    }

    private MiniProgram join(String userID) {
        return join(userID, true);
    }

    private MiniProgram join(String userID, boolean userUpdate) {
        MiniProgram page = page();
        JsonNode done = page.open(server, app, room, userID, rest.token(app, userID), userUpdate);
        assertThat(done.has("error")).as(done.toString()).isFalse();
        return page;
    }

    /** Stream IDs are unique in an app, and tests share it. */
    private String stream(String name) {
        return name + "@" + room;
    }

    @Test
    void statements24To26And29And31_loginWithAValidTokenYieldsTrueAndOpensTheRoom() {
        MiniProgram a = join("a");
        JsonNode result = a.await("result", line -> line.path("type").asText().equals("loginRoom"));
        assertThat(result.get("value").isBoolean() && result.get("value").asBoolean())
                .isTrue();
        assertThat(a.roomStates()).containsExactly("CONNECTING", "CONNECTED");
        JsonNode connected = a.roomState("CONNECTED");
        assertThat(connected.get(0).asText()).isEqualTo(room);
        assertThat(connected.get(2).asInt()).isZero();
        assertThat(Json.texts(rest.live(app, "users", room), "userID")).containsExactly("a");
        assertThat(Json.texts(rest.get("/apps/" + app.id() + "/rooms"), "roomID"))
                .contains(room);
    }

    @Test
    void statement30_anInvalidTokenIsRefusedWithAnErrorAndTheUserIsNotInside() {
        MiniProgram a = page();
        JsonNode done = a.open(server, app, room, "a", rest.token(app, "somebody-else"), true);
        assertThat(done.get("error").get("errorCode").asInt()).isEqualTo(1002077);
        JsonNode state = a.roomState("DISCONNECTED");
        assertThat(state.get(2).asInt()).isEqualTo(1002077);
        assertThat(a.roomStates()).containsExactly("CONNECTING", "DISCONNECTED");
        assertThat(rest.live(app, "users", room)).isEmpty();
    }

    @Test
    void statements32And34_roomsAreWhatClientsCallThemAndTheSameRoomIDIsTheSameRoom() {
        MiniProgram a = join("a");
        String first = room;
        join("b");
        a.users("ADD", "b");
        room = "room-" + UUID.randomUUID();
        join("c");
        assertThat(Json.texts(rest.live(app, "users", first), "userID")).containsExactlyInAnyOrder("a", "b");
        assertThat(Json.texts(rest.live(app, "users", room), "userID")).containsExactly("c");
        App other = rest.createApp("same room, other app");
        assertThat(rest.live(other, "users", first)).isEmpty();
        assertThat(a.events("roomUserUpdate")).hasSize(1);
    }

    @Test
    void statement33_aSecondLoginWithTheSameUserIDEndsTheFirst() {
        MiniProgram first = join("a");
        MiniProgram b = join("b");
        first.users("ADD", "b");
        MiniProgram second = join("a");
        JsonNode state = first.roomState("DISCONNECTED");
        assertThat(state.get(2).asInt()).isEqualTo(1002050);
        b.users("DELETE", "a");
        assertThat(Json.texts(rest.live(app, "users", room), "userID")).containsExactlyInAnyOrder("a", "b");
        second.users("ADD", "b");
        assertThat(second.roomStates()).containsExactly("CONNECTING", "CONNECTED");
    }

    @Test
    void statement35_whatWasInTheRoomBeforeTheLoginIsTold() {
        MiniProgram a = join("a");
        a.push(stream("early"), film);
        a.publisher("PUBLISHING");
        MiniProgram b = join("b");
        assertThat(b.users("ADD", "a").get(2).get(0).get("userName").asText()).isEqualTo("a's name");
        b.streams("ADD", stream("early"));
        b.player(stream("early"), "PLAYING");
    }

    @Test
    void statements6And7And47And49And51And58_aPushIsNotifiedAndPlayedPacketForPacket() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        String id = stream("movie");
        Path movie = Ffmpeg.film(6);
        // Timestamps are to be compared, so what was there before the player is to come as it was.
        rest.put("/apps/" + app.id() + "/settings", Map.of("firstFrame", "smooth"));
        b.pushOnce(id, movie);
        JsonNode added = a.streams("ADD", id);
        assertThat(added.get(0).asText()).isEqualTo(room);
        assertThat(added.get(2).get(0).get("user").get("userID").asText()).isEqualTo("b");
        a.player(id, "PLAYING");
        // The film is over: its stream ends by itself, and the page stops the play.
        a.streams("DELETE", id);
        a.tag("play", id, "exit");
        List<Packet> pushed = Ffmpeg.video(movie);
        List<Packet> played = Ffmpeg.video(a.file(id));
        assertThat(played).isNotEmpty();
        assertThat(played.get(0).key()).isTrue();
        List<String> sent = pushed.stream().map(Packet::hash).toList();
        List<String> received = played.stream().map(Packet::hash).toList();
        int begin = Collections.indexOfSubList(sent, received);
        assertThat(begin).as("what was played is one piece of what was pushed").isNotNegative();
        assertThat(begin).as("it begins with the push").isZero();
        assertThat(received).as("up to the last frame").hasSameSizeAs(sent);
        long shift = played.get(0).dts() - pushed.get(0).dts();
        for (int i = 0; i < played.size(); i++) {
            assertThat(played.get(i).dts() - pushed.get(i).dts())
                    .as("time of frame " + i)
                    .isEqualTo(shift);
        }
    }

    @Test
    void statements36To39And42_theEngineFillsAndClearsTheFieldsThatThePageNamed() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        String id = stream("s");
        b.push(id, film);
        JsonNode pusher = data(b, "pusher", value -> !value.path("url").asText().isEmpty());
        assertThat(pusher.get("url").asText()).startsWith("rtmp://127.0.0.1:" + server.mediaPort() + "/live/");
        assertThat(pusher.get("enableMic").asBoolean()).isTrue();
        assertThat(pusher.get("id").asText()).isEqualTo(id);
        JsonNode list = data(
                a,
                "playerList",
                value -> value.size() == 1 && value.get(0).path("url").asText().startsWith("rtmp"));
        assertThat(list.get(0).get("id").asText()).isEqualTo(id);
        a.player(id, "PLAYING");
        b.stopPush();
        a.streams("DELETE", id);
        Eventually.holds(() -> assertThat(last(a, "playerList")).isEmpty());
        Eventually.holds(() -> assertThat(last(b, "pusher").get("url").asText()).isEmpty());
    }

    /** The first value of a page's data field that fits. */
    private static JsonNode data(MiniProgram page, String field, java.util.function.Predicate<JsonNode> wanted) {
        return page.await(
                        field,
                        line -> line.path("type").asText().equals("data")
                                && line.get("values").has(field)
                                && wanted.test(line.get("values").get(field)))
                .get("values")
                .get(field);
    }

    private static JsonNode last(MiniProgram page, String field) {
        List<JsonNode> all = page.lines(line ->
                line.path("type").asText().equals("data") && line.get("values").has(field));
        return all.get(all.size() - 1).get("values").get(field);
    }

    @Test
    void statements40And43And62And66_aPushGoesFromRequestingToPublishingAndTellsItsQuality() {
        MiniProgram a = join("a");
        String id = stream("s");
        a.push(id, film);
        JsonNode publishing = a.publisher("PUBLISHING");
        assertThat(publishing.get("streamID").asText()).isEqualTo(id);
        assertThat(publishing.get("errorCode").asInt()).isZero();
        assertThat(a.publisherStates()).containsExactly("PUBLISH_REQUESTING", "PUBLISHING");
        JsonNode quality =
                a.event("publishQualityUpdate", args -> args.get(0).asText().equals(id));
        assertThat(quality.get(1).get("video").get("videoBitrate").asInt()).isPositive();
        assertThat(Json.texts(rest.live(app, "streams", room), "streamID")).containsExactly(id);
    }

    @Test
    void statement44_aStreamIDThatAnotherUserPublishesFailsAndTheFirstContinues() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        MiniProgram c = join("c");
        String id = stream("one");
        a.push(id, film);
        a.publisher("PUBLISHING");
        c.player(id, "PLAYING");
        b.push(id, film);
        JsonNode refused = b.publisher("NO_PUBLISH");
        assertThat(refused.get("errorCode").asInt()).isEqualTo(1003028);
        assertThat(a.publisherStates()).containsExactly("PUBLISH_REQUESTING", "PUBLISHING");
        assertThat(c.playerStates()).containsExactly("PLAY_REQUESTING", "PLAYING");
        JsonNode live = rest.live(app, "streams", room);
        assertThat(Json.texts(live, "userID")).containsExactly("a");
        // and the same in another room of the app
        room = "room-" + UUID.randomUUID();
        MiniProgram d = join("d");
        d.push(id, film);
        assertThat(d.publisher("NO_PUBLISH").get("errorCode").asInt()).isEqualTo(1003028);
    }

    @Test
    void statements50And67To70_aPlayGoesFromRequestingToPlayingAndTellsItsQuality() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        String id = stream("s");
        b.push(id, film);
        a.player(id, "PLAYING");
        assertThat(a.playerStates()).containsExactly("PLAY_REQUESTING", "PLAYING");
        JsonNode quality =
                a.event("playQualityUpdate", args -> args.get(0).asText().equals(id));
        assertThat(quality.get(1).get("video").get("videoBitrate").asInt()).isPositive();
        b.stopPush();
        assertThat(a.player(id, "NO_PLAY").get("errorCode").asInt()).isZero();
    }

    @Test
    void statements52And54And55And57_usersComeAndGoWithoutStreamEvents() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        JsonNode added = a.users("ADD", "b");
        assertThat(added.get(0).asText()).isEqualTo(room);
        assertThat(added.get(2)).isEqualTo(Json.parse("[{\"userID\":\"b\",\"userName\":\"b's name\"}]"));
        b.logout();
        a.users("DELETE", "b");
        assertThat(a.events("roomUserUpdate")).hasSize(2);
        assertThat(a.events("roomStreamUpdate")).isEmpty();
    }

    @Test
    void statement56_withoutUserUpdateNobodysComingIsTold() {
        MiniProgram a = join("a", false);
        MiniProgram b = join("b", true);
        String id = stream("s");
        b.push(id, film);
        // What comes after the user in the room's order has come, so the user was passed over.
        a.streams("ADD", id);
        b.logout();
        a.streams("DELETE", id);
        MiniProgram c = join("c", true);
        c.push(stream("t"), film);
        a.streams("ADD", stream("t"));
        assertThat(a.events("roomUserUpdate")).isEmpty();
    }

    @Test
    void statements48And59And60And71_stopPushEndsTheStreamForEverybody() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        String id = stream("s");
        b.push(id, film);
        a.player(id, "PLAYING");
        b.stopPush();
        JsonNode removed = a.streams("DELETE", id);
        assertThat(Json.parse(removed.get(3).asText())
                        .get("stream_delete_reason")
                        .get(0)
                        .get("streamID")
                        .asText())
                .isEqualTo(id);
        a.tag("play", id, "exit");
        Eventually.holds(() -> assertThat(last(a, "playerList")).isEmpty());
        b.tag("push", id, "exit");
        assertThat(b.publisher("NO_PUBLISH").get("errorCode").asInt()).isZero();
        assertThat(rest.live(app, "streams", room)).isEmpty();
        // and the same streamID may be pushed again at once
        int mark = a.mark();
        b.push(id, film);
        a.event("roomStreamUpdate", mark, args -> args.get(1).asText().equals("ADD"));
        a.event(
                "playerStateUpdate",
                mark,
                args -> args.get(0).get("state").asText().equals("PLAYING"));
    }

    @Test
    void statement63_aBrokenPushIsToldWithItsErrorAndPushedAgain() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        String id = stream("s");
        b.push(id, film);
        b.publisher("PUBLISHING");
        a.player(id, "PLAYING");
        int mark = b.mark();
        int markA = a.mark();
        long ffmpeg = b.tag("push", id, "start").get("pid").asLong();
        ProcessHandle.of(ffmpeg).orElseThrow().destroyForcibly();
        JsonNode broken = b.event(
                "publisherStateUpdate",
                mark,
                args -> args.get(0).get("errorCode").asInt() != 0);
        assertThat(broken.get(0).get("state").asText()).isEqualTo("PUBLISH_REQUESTING");
        assertThat(broken.get(0).get("errorCode").asInt()).isEqualTo(1003020);
        b.event(
                "publisherStateUpdate",
                mark,
                args -> args.get(0).get("state").asText().equals("PUBLISHING"));
        Eventually.holds(() -> assertThat(Json.texts(rest.live(app, "streams", room), "streamID"))
                .containsExactly(id));
        // The player sees the new push: by the same play, or by a new one if its stream was gone meanwhile.
        if (!a.events("roomStreamUpdate").stream()
                .allMatch(args -> args.get(1).asText().equals("ADD"))) {
            a.event(
                    "playerStateUpdate",
                    markA,
                    args -> args.get(0).get("state").asText().equals("PLAYING"));
        }
        Eventually.holds(() -> assertThat(a.playerStates()).last().isEqualTo("PLAYING"));
    }

    @Test
    void statement64_theServerTellsThePublisherThatItsMediaBroke() throws Exception {
        String token = rest.token(app, "encoder");
        try (SignalClient encoder = SignalClient.inside(server, app, room, "encoder", token)) {
            String id = stream("raw");
            try (RtmpProbe probe = new RtmpProbe(encoder.publishUrl(id))) {
                probe.publish();
                assertThat(probe.answer()).isEqualTo("NetStream.Publish.Start");
                assertThat(encoder.await("publishState", "state", "PUBLISHING")
                                .get("code")
                                .asInt())
                        .isZero();
                probe.reset();
            }
            JsonNode state = encoder.await("publishState", "state", "NO_PUBLISH");
            assertThat(state.get("streamID").asText()).isEqualTo(id);
            assertThat(state.get("reason").asText()).isEqualTo("MEDIA_CONNECTION_LOST");
            assertThat(state.get("code").asInt()).isNotZero();
        }
    }

    @Test
    void statement72_stopPlayEndsThatPlayOnly() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        MiniProgram c = join("c");
        String id = stream("s");
        c.push(id, film);
        a.player(id, "PLAYING");
        b.player(id, "PLAYING");
        a.stopPlay(id);
        a.tag("play", id, "exit");
        assertThat(a.player(id, "NO_PLAY").get("errorCode").asInt()).isZero();
        Eventually.holds(() -> assertThat(server.database()
                        .texts("select user_id from player where app_id = ? and room_id = ?", app.id(), room))
                .containsExactly("b"));
        assertThat(Json.texts(rest.live(app, "streams", room), "streamID")).containsExactly(id);
        assertThat(b.playerStates()).containsExactly("PLAY_REQUESTING", "PLAYING");
        int mark = b.mark();
        b.event("playQualityUpdate", mark, args -> args.get(0).asText().equals(id));
    }

    @Test
    void statement73_logoutIsToldToEverybody() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        String id = stream("s");
        b.push(id, film);
        a.player(id, "PLAYING");
        b.logout();
        assertThat(b.roomState("DISCONNECTED").get(2).asInt()).isZero();
        a.streams("DELETE", id);
        a.users("DELETE", "b");
        b.tag("push", id, "exit");
        assertThat(b.roomStates()).containsExactly("CONNECTING", "CONNECTED", "DISCONNECTED");
        assertThat(Json.texts(rest.live(app, "users", room), "userID")).containsExactly("a");
    }

    @Test
    void statements26And53_aLostLinkIsToldAndComesBackByItself() {
        MiniProgram a = join("a");
        MiniProgram b = join("b");
        String id = stream("s");
        b.push(id, film);
        a.player(id, "PLAYING");
        int mark = b.mark();
        b.dropSocket();
        b.event("roomStateUpdate", mark, args -> args.get(1).asText().equals("CONNECTING"));
        b.event("roomStateUpdate", mark, args -> args.get(1).asText().equals("CONNECTED"));
        assertThat(a.playerStates()).containsExactly("PLAY_REQUESTING", "PLAYING");
        b.stopPush();
        // The first that A hears of the room after B's coming and push is the end of that push.
        a.streams("DELETE", id);
        assertThat(a.events("roomStreamUpdate").stream().map(args -> args.get(1).asText()))
                .containsExactly("ADD", "DELETE");
        assertThat(a.events("roomUserUpdate").stream().map(args -> args.get(1).asText()))
                .containsExactly("ADD");
        assertThat(server.database()
                        .number("select count(*) from participation where app_id = ? and room_id = ?", app.id(), room))
                .as("one stay each")
                .isEqualTo(2);
    }

    @Test
    void statement77_theWholeCallInOrderInBothDirections() {
        MiniProgram a = join("a");
        a.roomState("CONNECTED");
        MiniProgram b = join("b");
        b.roomState("CONNECTED");
        a.push(stream("a"), film);
        b.push(stream("b"), film);
        for (MiniProgram page : List.of(a, b)) {
            String own = stream(page == a ? "a" : "b");
            String others = stream(page == a ? "b" : "a");
            page.publisher("PUBLISHING");
            page.event("publishQualityUpdate", args -> args.get(0).asText().equals(own));
            page.streams("ADD", others);
            page.player(others, "PLAYING");
            page.event("playQualityUpdate", args -> args.get(0).asText().equals(others));
        }
        a.stopPush();
        a.publisher("NO_PUBLISH");
        b.streams("DELETE", stream("a"));
        b.player(stream("a"), "NO_PLAY");
        a.stopPlay(stream("b"));
        a.player(stream("b"), "NO_PLAY");
        a.logout();
        a.roomState("DISCONNECTED");
        b.users("DELETE", "a");
        b.logout();
        b.roomState("DISCONNECTED");
        // A page says that it has left when it asks to; the server follows.
        Eventually.holds(() -> assertThat(rest.live(app, "users", room)).isEmpty());
        assertThat(order(a))
                .isEqualTo(List.of(
                        "room CONNECTING",
                        "room CONNECTED",
                        "push PUBLISH_REQUESTING",
                        "push PUBLISHING",
                        "push NO_PUBLISH",
                        "room DISCONNECTED"));
        String call = rest.get("/apps/" + app.id() + "/calls?roomID=" + Rest.encode(room))
                .get("calls")
                .get(0)
                .get("callID")
                .asText();
        JsonNode detail = rest.get("/apps/" + app.id() + "/calls/" + call);
        assertThat(detail.get("stays")).hasSize(2);
        assertThat(detail.get("publications")).hasSize(2);
        assertThat(detail.get("playbacks")).hasSize(2);
        assertThat(detail.get("call").get("closeReason").asText()).isEqualTo("EMPTY");
    }

    private static List<String> order(MiniProgram page) {
        return page
                .lines(line -> Map.of("roomStateUpdate", true, "publisherStateUpdate", true)
                        .containsKey(line.path("name").asText()))
                .stream()
                .map(line -> line.get("name").asText().startsWith("room")
                        ? "room " + line.get("args").get(1).asText()
                        : "push " + line.get("args").get(0).get("state").asText())
                .toList();
    }
}
