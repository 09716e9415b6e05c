package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How media was doing is written down: what the relay counted, and what clients say of their own streams. */
class QualityIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void theRelaysSamplesAddUpToWhatWasPushedAndPlayed() {
        App app = rest.createApp("samples");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                SignalClient b = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"));
                Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), a.publishUrl("cam"))) {
            b.await("streamAdded", "streamID", "cam");
            Path file = Ffmpeg.directory().resolve("quality.flv");
            try (Ffmpeg pull = Ffmpeg.pull(b.playUrl("cam"), file, 60)) {
                keepAlive(List.of(a, b), () -> {
                    assertThat(sums(app, "PUBLISH")).hasSizeGreaterThanOrEqualTo(2);
                    assertThat(sums(app, "PLAY")).isNotEmpty();
                });
                for (Map<String, Object> row : sums(app, "PUBLISH")) {
                    long window = ((Number) row.get("window_ms")).longValue();
                    double perSecond = ((Number) row.get("frames")).doubleValue() * 1_000 / window;
                    assertThat(perSecond).as(row.toString()).isBetween(8.0, 22.0);
                    assertThat(((Number) row.get("bytes")).longValue()).isPositive();
                }
                assertThat(pull.isRunning()).isTrue();
            }
        }
        assertThat(server.database()
                        .number(
                                "select count(*) from quality_sample q where q.app_id = ? and not exists (select 1 from"
                                        + " room_session s where s.id = q.room_session_id and s.app_id = q.app_id)",
                                app.id()))
                .isZero();
    }

    @Test
    void samplesOfEndedMediaAddUpToItsRecordEvenWhenItWasShort() throws Exception {
        App app = rest.createApp("short media");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            try (Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), a.publishUrl("cam"))) {
                Thread.sleep(3_000);
                assertThat(push.isRunning()).isTrue();
            }
            keepAlive(List.of(a), () -> assertThat(server.database()
                            .rows(
                                    "select p.bytes, p.ended_at > p.started_at as ended, (select sum(q.bytes) from"
                                            + " quality_sample q where q.media_id = p.id and q.side = 'PUBLISH' and q.app_id = p.app_id"
                                            + " and q.sampled_at <= p.ended_at + interval '1 second') as sampled"
                                            + " from publication p where p.app_id = ?",
                                    app.id()))
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("sampled").toString())
                            .isEqualTo(row.get("bytes").toString())));
        }
    }

    @Test
    void whatAClientSaysOfItsOwnStreamsIsKeptAndOfOthersIsNot() {
        App app = rest.createApp("reports");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                SignalClient b = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"));
                Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), a.publishUrl("cam"))) {
            b.await("streamAdded", "streamID", "cam");
            assertThat(report(a, "cam", "publish", 640_000).get("type").asText())
                    .isEqualTo("qualityReported");
            assertThat(report(b, "cam", "publish", 1).get("type").asText()).isEqualTo("qualityReported");
            assertThat(report(b, "cam", "play", 2).get("type").asText()).isEqualTo("qualityReported");
            keepAlive(List.of(a, b), () -> assertThat(client(app))
                    .containsExactly("PUBLISH 10000 640000 150 400 800 42"));
            assertThat(push.isRunning()).isTrue();
        }
    }

    @Test
    void samplesAreListedByPageAndAsAFileWithWhoseMediaTheyAreOf() throws Exception {
        App app = rest.createApp("listed samples");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                SignalClient b = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"));
                Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), a.publishUrl("cam"));
                Ffmpeg other = Ffmpeg.push(Ffmpeg.film(10), b.publishUrl("b-cam"))) {
            b.await("streamAdded", "streamID", "cam");
            a.await("streamAdded", "streamID", "b-cam");
            report(a, "cam", "publish", 640_000);
            report(b, "b-cam", "publish", 320_000);
            String list = "/apps/" + app.id() + "/quality?sort=time";
            keepAlive(List.of(a, b), () -> {
                assertThat(Json.texts(rest.get(list + "&userID=a").get("rows"), "source"))
                        .contains("CLIENT", "RELAY");
                assertThat(Json.texts(rest.get(list + "&streamID=b-cam").get("rows"), "source"))
                        .contains("CLIENT", "RELAY");
            });
            JsonNode said = rest.get(list + "&userID=a&order=asc").get("rows").get(0);
            assertThat(said.get("userID").asText()).isEqualTo("a");
            assertThat(said.get("streamID").asText()).isEqualTo("cam");
            assertThat(said.get("roomID").asText()).isEqualTo("room");
            assertThat(said.get("callID").asText())
                    .isEqualTo(rest.get("/apps/" + app.id() + "/calls")
                            .at("/calls/0/callID")
                            .asText());
            assertThat(rest.get(list + "&userID=nobody").get("rows")).isEmpty();
            JsonNode first = rest.get(list + "&roomID=room&limit=1");
            JsonNode second = rest.get(
                    list + "&roomID=room&limit=1&cursor=" + first.get("next").asText());
            assertThat(second.at("/rows/0/id").asLong())
                    .isNotEqualTo(first.at("/rows/0/id").asLong());
            assertThat(rest.send("GET", list + "&reason=LOGOUT", null, rest.authorization())
                            .status())
                    .isEqualTo(400);
            assertThat(push.isRunning() && other.isRunning()).isTrue();
        }
        String file = rest.tryGet("/apps/" + app.id() + "/quality?format=csv&streamID=cam")
                .text();
        assertThat(file).startsWith("\ufeffid,mediaID,side,source,callID,roomID,userID,streamID,at,windowMs,bytes,");
        assertThat(file).contains("CLIENT").contains("# rows=").doesNotContain("b-cam");
    }

    @Test
    void reportsThatCannotBeAreRefused() {
        App app = rest.createApp("wrong reports");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            JsonNode negative = report(a, "cam", "publish", -1);
            assertThat(negative.get("refusal").asText()).isEqualTo("ARGUMENT_WRONG");
            assertThat(report(a, "cam", "sideways", 1).get("refusal").asText()).isEqualTo("ARGUMENT_WRONG");
            assertThat(report(a, "", "publish", 1).get("refusal").asText()).isEqualTo("STREAM_ID_EMPTY");
            assertThat(a.request("qualityReport", Map.of("windowMs", 10_000, "streams", List.of()))
                            .get("refusal")
                            .asText())
                    .isEqualTo("ARGUMENT_WRONG");
            JsonNode last = null;
            for (int i = 0; i < 10; i++) {
                last = report(a, "cam", "publish", 1);
            }
            assertThat(last.path("refusal").asText()).isEqualTo("TOO_MANY");
            assertThat(a.heartbeat().get("type").asText()).isEqualTo("heartbeatAck");
        }
    }

    private static JsonNode report(SignalClient client, String stream, String direction, long bytes) {
        return client.request(
                "qualityReport",
                Map.of(
                        "windowMs",
                        10_000,
                        "streams",
                        List.of(Map.of(
                                "streamID",
                                stream,
                                "direction",
                                direction,
                                "bytes",
                                bytes,
                                "frames",
                                150,
                                "audioGapMs",
                                400,
                                "videoGapMs",
                                800,
                                "rttMs",
                                42))));
    }

    private static void keepAlive(List<SignalClient> clients, Eventually.Check check) {
        Eventually.holds(() -> {
            clients.forEach(SignalClient::heartbeat);
            Thread.sleep(300);
            check.run();
        });
    }

    private static List<Map<String, Object>> sums(App app, String side) {
        return server.database()
                .rows(
                        "select window_ms, bytes, frames, audio_gap_ms, video_gap_ms from quality_sample"
                                + " where app_id = ? and side = ? and source = 'RELAY' order by sampled_at",
                        app.id(),
                        side);
    }

    private static List<String> client(App app) {
        return server.database()
                .texts(
                        "select side || ' ' || window_ms || ' ' || bytes || ' ' || frames || ' ' || audio_gap_ms || ' '"
                                + " || video_gap_ms || ' ' || rtt_ms from quality_sample where app_id = ? and source = 'CLIENT'",
                        app.id());
    }
}
