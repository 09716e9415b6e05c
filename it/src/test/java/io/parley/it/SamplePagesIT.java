package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mini programs in each of the styles in which they are published, through a call and everything that happens to one. */
class SamplePagesIT {

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Path film;

    private String room;
    private CuttableLine signalling;
    private CuttableLine media;
    private MiniProgram phone;
    private MiniProgram other;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("sample pages");
        film = Ffmpeg.film(10);
    }

    @BeforeEach
    void lines() {
        room = "room-" + UUID.randomUUID();
        signalling = new CuttableLine(server.httpPort());
        media = new CuttableLine(server.mediaPort());
        phone = new MiniProgram();
        other = new MiniProgram();
    }

    @AfterEach
    void end() throws Exception {
        phone.close();
        other.close();
        signalling.close();
        media.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"engine-tags", "page-tags", "components", "uni-app"})
    @Execution(ExecutionMode.CONCURRENT) // mostly waiting, with a room and lines of its own
    void aPageGoesThroughACallAndEveryCut(String page) {
        assertThat(open(page, phone, "phone", "ws://" + signalling.address() + "/parley/signal", media.address())
                        .has("error"))
                .isFalse();
        assertThat(open(page, other, "other", server.signal(), "").has("error")).isFalse();
        other.push(cam("other"), film);
        phone.push(cam("phone"), film);
        seesAndIsSeen(0, 0);

        for (int time = 1; time <= 2; time++) {
            int mark = phone.mark();
            int seen = other.mark();
            media.cut();
            awaitState("publisherStateUpdate", mark, "NO_PUBLISH", "PUBLISH_REQUESTING");
            media.restore();
            seesAndIsSeen(mark, seen);
        }

        int mark = phone.mark();
        signalling.cut();
        awaitReason(mark, "RECONNECTING");
        signalling.restore();
        awaitReason(mark, "RECONNECTED");
        phone.call("sendBroadcastMessage", room, "still here");
        other.event(
                "IMRecvBroadcastMessage",
                args -> args.get(1).get(0).get("message").asText().equals("still here"));

        mark = phone.mark();
        int seen = other.mark();
        signalling.cut();
        media.cut();
        awaitReason(mark, "RECONNECTING");
        signalling.restore();
        media.restore();
        awaitReason(mark, "RECONNECTED");
        seesAndIsSeen(mark, seen);

        mark = phone.mark();
        phone.command("background", Map.of());
        phone.command("foreground", Map.of());
        awaitReason(mark, "RECONNECTED");
        assertThat(phone.command("renew", Map.of("token", rest.token(app, "phone")))
                        .get("value")
                        .asBoolean())
                .isTrue();

        mark = phone.mark();
        seen = other.mark();
        phone.logout();
        awaitReason(mark, "LOGOUT");
        other.event("roomStreamUpdate", seen, args -> args.get(1).asText().equals("DELETE"));
        mark = phone.mark();
        seen = other.mark();
        assertThat(phone.command("join", Map.of("roomID", room, "token", rest.token(app, "phone")))
                        .has("error"))
                .isFalse();
        phone.push(cam("phone"), film);
        seesAndIsSeen(mark, seen);

        mark = phone.mark();
        try (SignalClient second = SignalClient.inside(server, app, room, "phone", rest.token(app, "phone"))) {
            awaitReason(mark, "KICKOUT");
        }
        assertThat(phone.lines(line -> line.path("type").asText().equals("fault")))
                .isEmpty();
        assertThat(other.lines(line -> line.path("type").asText().equals("fault")))
                .isEmpty();
    }

    private JsonNode open(String page, MiniProgram program, String user, String signal, String mediaVia) {
        return program.openPage(page, signal, mediaVia, app, room, user, rest.token(app, user));
    }

    /** A stream is one user's in the whole app. */
    private String cam(String user) {
        return room + "_" + user;
    }

    /** The phone's push is on air, and each of the two plays the other's stream, after these marks. */
    private void seesAndIsSeen(int phoneMark, int otherMark) {
        awaitState("publisherStateUpdate", phoneMark, "PUBLISHING");
        awaitState("playerStateUpdate", phoneMark, "PLAYING");
        media(phone, phoneMark, "push", cam("phone"));
        media(phone, phoneMark, "play", cam("other"));
        media(other, otherMark, "play", cam("phone"));
    }

    /** Media that a tag moved after a mark: a start that led to media, or figures of the one that goes on. */
    private static void media(MiniProgram program, int mark, String what, String stream) {
        String event = what.equals("push") ? "publishQualityUpdate" : "playQualityUpdate";
        program.await(
                what + " of " + stream + " moves",
                mark,
                Eventually.PATIENCE,
                line -> line.path("type").asText().equals("event")
                        && line.path("name").asText().equals(event)
                        && line.path("args").get(0).asText().equals(stream)
                        && line.path("args").get(1).at("/video/videoBitrate").asInt() > 0);
    }

    private void awaitState(String event, int mark, String... states) {
        phone.event(event, mark, args -> List.of(states)
                .contains(args.get(0).get("state").asText()));
    }

    private void awaitReason(int mark, String reason) {
        phone.event("roomStateChanged", mark, args -> args.get(1).asText().equals(reason));
    }
}
