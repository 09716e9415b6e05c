package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an app records, who may read it, and what is known of media while it flows. */
class RecordingIT {

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("recording");
        rest.put("/apps/" + app.id() + "/settings", Map.of("record", true));
    }

    @Test
    void recordingIsWhatWasPushedAndEveryReadingOfItIsAudited() throws Exception {
        Path film = Ffmpeg.film(4);
        try (Ffmpeg push = Ffmpeg.push(film, url("kept", "publish", "kept"))) {
            Thread.sleep(3_000);
            push.stop();
        }
        String call = "/apps/" + app.id() + "/calls/"
                + rest.get("/apps/" + app.id() + "/calls?roomID=kept")
                        .get("calls")
                        .get(0)
                        .get("callID")
                        .asText();
        Eventually.holds(() ->
                assertThat(Json.texts(rest.get(call + "/recordings"), "state")).containsExactly("COMPLETE"));
        JsonNode recording = rest.get(call + "/recordings").get(0);
        Path copy = Files.createTempFile(Ffmpeg.directory(), "recording", ".flv");
        String path = "/apps/" + app.id() + "/recordings/"
                + recording.get("publicationID").asLong();
        assertThat(download(path, copy)).isEqualTo(200);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(copy))))
                .isEqualTo(recording.get("sha256").asText());
        assertThat(Files.size(copy)).isEqualTo(recording.get("bytes").asLong());
        assertThat(recording.get("durationMs").asLong()).isBetween(1_500L, 6_000L);
        assertThat(recording.get("gaps").asInt()).isZero();
        assertThat(Ffmpeg.secondsSaid(copy))
                .as("what FFmpeg reads, without a complaint")
                .isEqualTo("%.6f".formatted(recording.get("durationMs").asLong() / 1000.0));
        assertThat(Ffmpeg.keyFrameAfterSeeking(copy, 1.5)).isBetween(0.9, 1.1);
        List<Ffmpeg.Packet> pushed = Ffmpeg.video(film);
        List<Ffmpeg.Packet> kept = Ffmpeg.video(copy);
        assertThat(kept.size()).isGreaterThan(20);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).hash())
                    .as("frame %d", i)
                    .isEqualTo(pushed.get(i % pushed.size()).hash());
        }
        assertThat(server.database()
                        .texts(
                                "select actor_id || ' ' || user_id || ' ' || stream_id from audit_entry"
                                        + " where app_id = ? and action = 'RECORDING_READ'",
                                app.id()))
                .containsExactly("admin encoder kept");
        App other = rest.createApp("other");
        String foreign = path.replace("/" + app.id() + "/", "/" + other.id() + "/");
        assertThat(rest.tryGet(foreign).status()).isEqualTo(404);
        assertThat(rest.send("GET", path, null, "").status()).isEqualTo(401);
    }

    @Test
    void whatFlowsInARoomIsShownWithItsFigures() throws Exception {
        try (RtmpProbe publisher = new RtmpProbe(url("flow", "publish"));
                Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), url("flow", "publish", "cam2"));
                Ffmpeg pull = Ffmpeg.pull(
                        url("flow", "play", "cam2"), Ffmpeg.directory().resolve("figures.flv"), 8)) {
            publisher.publish();
            assertThat(publisher.answer()).isEqualTo("NetStream.Publish.Start");
            Eventually.holds(() -> {
                JsonNode streams = rest.live(app, "media", "flow");
                assertThat(Json.texts(streams, "streamID")).containsExactlyInAnyOrder("cam", "cam2");
                for (JsonNode stream : streams) {
                    if (stream.get("streamID").asText().equals("cam2")) {
                        assertThat(stream.get("media").get("bytes").asLong()).isPositive();
                        assertThat(stream.get("media").get("protocol").asText()).isEqualTo("RTMP");
                        assertThat(stream.get("players")).hasSize(1);
                        assertThat(stream.get("players")
                                        .get(0)
                                        .get("media")
                                        .get("bytes")
                                        .asLong())
                                .isPositive();
                    }
                }
            });
            Eventually.holds(() -> {
                String metrics = Rest.page(server.http() + "/parley/metrics").text();
                assertThat(metric(metrics, "parley_media_publications")).isGreaterThanOrEqualTo(2);
                assertThat(metric(metrics, "parley_media_playbacks")).isGreaterThanOrEqualTo(1);
                assertThat(metric(metrics, "parley_media_sent_bytes")).isPositive();
                assertThat(metrics).contains("parley_media_connections_closed{").doesNotContain("cam2");
            });
            assertThat(push.isRunning()).isTrue();
            assertThat(pull.isRunning()).isTrue();
        }
    }

    private static double metric(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among the metrics"));
    }

    private static String url(String room, String direction) {
        return url(room, direction, "cam");
    }

    private static String url(String room, String direction, String stream) {
        return rest.mediaUrl(
                app,
                Map.of(
                        "roomID",
                        room,
                        "userID",
                        direction.equals("play") ? "viewer" : "encoder",
                        "streamID",
                        stream,
                        "direction",
                        direction),
                "rtmp");
    }

    private static int download(String path, Path to) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.http() + "/parley/api/v1" + path))
                                .header("Authorization", rest.authorization())
                                .build(),
                        HttpResponse.BodyHandlers.ofFile(to))
                .statusCode();
    }
}
