package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A phone whose network is cut for a while, with the times a server has unless it is told otherwise: a grace of 30 seconds. */
class ReconnectIT {

    private static final Duration LONG = Eventually.PATIENCE;

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Path film;

    private String room;
    private CuttableLine signalling;
    private CuttableLine media;
    private MiniProgram phone;
    private MiniProgram watcher;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("reconnect");
        film = Ffmpeg.film(10);
    }

    /** The phone pushes, the other user watches. */
    @BeforeEach
    void call() {
        room = "room-" + UUID.randomUUID();
        signalling = new CuttableLine(server.httpPort());
        media = new CuttableLine(server.mediaPort());
        watcher = new MiniProgram();
        watcher.open(server, app, room, "watcher", rest.token(app, "watcher"), true);
        phone = new MiniProgram();
        JsonNode opened = phone.open(
                "ws://" + signalling.address() + "/parley/signal",
                media.address(),
                app,
                room,
                "phone",
                rest.token(app, "phone"),
                true);
        assertThat(opened.has("error")).as(opened.toString()).isFalse();
        phone.push(stream(), film);
        watcher.streams("ADD", stream());
        watcher.player(stream(), "PLAYING");
        watcher.tag("play", stream(), "media");
    }

    @AfterEach
    void end() throws IOException {
        phone.close();
        watcher.close();
        signalling.close();
        media.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT) // mostly waiting, with a room and lines of its own
    void statement53_afterFiveSecondsWithoutNetworkTheOthersHaveHeardNothingAndSeeThePictureGoOn() throws Exception {
        String stay = stay();
        int before = watcher.mark();
        int cut = cut(Duration.ofSeconds(5), signalling, media);
        phone.event("roomStateChanged", cut, args -> args.get(1).asText().equals("RECONNECTED"));
        phone.event(
                "publisherStateUpdate",
                cut,
                args -> args.get(0).get("state").asText().equals("PUBLISHING"));
        expectMediaGoesOn();
        expectNothingHeard(before);
        assertThat(stay()).isEqualTo(stay);
        assertThat(leaveReasons()).isEmpty();
        assertThat(roomReasons()).containsExactly("LOGINING", "LOGINED", "RECONNECTING", "RECONNECTED");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT) // mostly waiting, with a room and lines of its own
    void statement53_afterTwentyFiveSecondsWithoutNetworkTheOthersHaveHeardNothingEither() throws Exception {
        String stay = stay();
        int before = watcher.mark();
        int cut = cut(Duration.ofSeconds(25), signalling, media);
        phone.event("roomStateChanged", cut, args -> args.get(1).asText().equals("RECONNECTED"));
        phone.event(
                "publisherStateUpdate",
                cut,
                args -> args.get(0).get("state").asText().equals("PUBLISHING"));
        expectMediaGoesOn();
        expectNothingHeard(before);
        assertThat(stay()).isEqualTo(stay);
        assertThat(leaveReasons()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT) // mostly waiting, with a room and lines of its own
    void statement53_afterTwentyFiveSecondsWithoutSignallingTheStayIsTheSameAndThePushWasNeverTouched()
            throws Exception {
        String stay = stay();
        int before = watcher.mark();
        int cut = cut(Duration.ofSeconds(25), signalling);
        phone.event("roomStateChanged", cut, args -> args.get(1).asText().equals("RECONNECTED"));
        expectMediaGoesOn();
        expectNothingHeard(before);
        assertThat(stay()).isEqualTo(stay);
        assertThat(leaveReasons()).isEmpty();
        assertThat(phone.lines(line -> line.path("type").asText().equals("ffmpeg")
                        && line.path("what").asText().equals("push")))
                .filteredOn(line -> line.path("phase").asText().equals("start"))
                .hasSize(1);
        assertThat(phone.publisherStates()).containsExactly("PUBLISH_REQUESTING", "PUBLISHING");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT) // mostly waiting, with a room and lines of its own
    void statements53And55_afterFortySecondsTheOthersSawItGoAtTheGraceAndItComesBackAsANewStay() throws Exception {
        String stay = stay();
        int before = watcher.mark();
        long cutAt = System.nanoTime();
        signalling.cut();
        media.cut();
        watcher.await("the user's end", before, LONG, line -> isUpdate(line, "roomUserUpdate", "DELETE"));
        long gone = Duration.ofNanos(System.nanoTime() - cutAt).toSeconds();
        // The grace runs from the last heartbeat, which was at most five seconds before.
        assertThat(gone).isGreaterThanOrEqualTo(24L);
        watcher.await("the stream's end", before, LONG, line -> isUpdate(line, "roomStreamUpdate", "DELETE"));
        TimeUnit.NANOSECONDS.sleep(Duration.ofSeconds(40).toNanos() - (System.nanoTime() - cutAt));
        int back = phone.mark();
        int seen = watcher.mark();
        signalling.restore();
        media.restore();
        watcher.await("the user", seen, LONG, line -> isUpdate(line, "roomUserUpdate", "ADD"));
        watcher.await("the stream", seen, LONG, line -> isUpdate(line, "roomStreamUpdate", "ADD"));
        phone.event(
                "publisherStateUpdate",
                back,
                args -> args.get(0).get("state").asText().equals("PUBLISHING"));
        assertThat(roomReasons()).containsExactly("LOGINING", "LOGINED", "RECONNECTING", "RECONNECTED");
        assertThat(phone.publisherStates())
                .startsWith("PUBLISH_REQUESTING", "PUBLISHING", "PUBLISH_REQUESTING")
                .endsWith("PUBLISHING")
                .doesNotContain("NO_PUBLISH");
        assertThat(stay()).isNotEqualTo(stay);
        assertThat(leaveReasons()).containsExactly("CONNECTION_LOST");
        expectMediaGoesOn();
    }

    /** Cuts for so long; gives the place in the phone's output where it began. */
    private int cut(Duration time, CuttableLine... lines) throws InterruptedException {
        int mark = phone.mark();
        for (CuttableLine line : lines) {
            line.cut();
        }
        phone.event("roomStateChanged", mark, args -> args.get(1).asText().equals("RECONNECTING"));
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
        for (CuttableLine line : lines) {
            line.restore();
        }
        return mark;
    }

    private void expectMediaGoesOn() {
        long before = received(); // a player that begins anew writes a file of its own, perhaps a moment later
        Eventually.holds(() -> assertThat(received()).isGreaterThan(before + 50_000));
    }

    private void expectNothingHeard(int from) {
        assertThat(watcher.linesFrom(from))
                .as(() -> "the watcher's tags: "
                        + watcher.lines(line -> line.path("phase").asText().equals("exit"))
                        + "; playbacks ended as "
                        + server.database()
                                .texts(
                                        "select coalesce(end_reason, 'LIVE') from playback where app_id = ? and room_id = ?",
                                        app.id(),
                                        room))
                .filteredOn(line -> List.of("roomUserUpdate", "roomStreamUpdate", "playerStateUpdate")
                        .contains(line.path("name").asText()))
                .isEmpty();
    }

    private static boolean isUpdate(JsonNode line, String event, String type) {
        return line.path("name").asText().equals(event)
                && line.path("args").path(1).asText().equals(type);
    }

    private List<String> roomReasons() {
        return phone.events("roomStateChanged").stream()
                .map(args -> args.get(1).asText())
                .toList();
    }

    private long received() {
        return watcher.files(stream()).stream().mapToLong(ReconnectIT::size).sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private String stream() {
        return "film@" + room;
    }

    private String stay() {
        return server.database()
                .texts(
                        "select participation_id from room_user where app_id = ? and room_id = ? and user_id = 'phone'",
                        app.id(),
                        room)
                .get(0);
    }

    private List<String> leaveReasons() {
        return server.database()
                .texts(
                        "select leave_reason from participation where app_id = ? and room_id = ? and user_id = 'phone'"
                                + " and leave_reason is not null",
                        app.id(),
                        room);
    }
}
