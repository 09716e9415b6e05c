package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the relay forgives, and what the records say of it. */
@Tag("every-server")
class MediaIT {

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("media");
    }

    @Test
    void publisherThatComesBackInTimeIsNoNewsToTheOthers() throws Exception {
        try (SignalClient a = SignalClient.inside(server, app, "back", "a", rest.token(app, "a"));
                SignalClient b = SignalClient.inside(server, app, "back", "b", rest.token(app, "b"))) {
            String url = a.publishUrl("cam");
            try (RtmpProbe first = new RtmpProbe(url)) {
                first.publish();
                assertThat(first.answer()).isEqualTo("NetStream.Publish.Start");
                b.await("streamAdded", "streamID", "cam");
                first.reset();
            }
            Thread.sleep(1_000);
            try (RtmpProbe second = new RtmpProbe(url)) {
                second.publish();
                assertThat(second.answer()).isEqualTo("NetStream.Publish.Start");
                Eventually.holds(() -> assertThat(server.database()
                                .texts(
                                        "select coalesce(end_reason, 'LIVE') from publication where app_id = ?"
                                                + " and stream_id = 'cam' order by started_at",
                                        app.id()))
                        .containsExactly("TAKEN_OVER", "LIVE"));
                assertThat(b.heard("streamRemoved")).isEmpty();
                assertThat(b.heard("streamAdded")).hasSize(1);
            }
            b.await("streamRemoved", "streamID", "cam");
            assertThat(server.database()
                            .texts("select end_reason from publication where app_id = ? order by started_at", app.id()))
                    .containsExactly("TAKEN_OVER", "MEDIA_CONNECTION_LOST");
        }
    }

    @Test
    void playerThatWaitsInVainIsRefusedAndRecordedOnce() throws Exception {
        String url = rest.mediaUrl(
                app, Map.of("roomID", "empty", "userID", "viewer", "streamID", "never", "direction", "play"), "rtmp");
        try (RtmpProbe player = new RtmpProbe(url)) {
            player.play();
            assertThat(player.answer()).isEqualTo("NetStream.Play.StreamNotFound");
        }
        assertThat(server.database()
                        .texts(
                                "select refusal from audit_entry where app_id = ? and stream_id = 'never' and outcome = 'REFUSED'",
                                app.id()))
                .containsExactly("STREAM_UNKNOWN");
    }

    @Test
    void playerThatComesEarlyPlaysWhenItsStreamComesWhereTheAppLetsIt() throws Exception {
        App early = rest.createApp("early");
        try (SignalClient a = SignalClient.inside(server, early, "early", "a", rest.token(early, "a"));
                SignalClient b = SignalClient.inside(server, early, "early", "b", rest.token(early, "b"))) {
            assertThat(b.request("play", Map.of("streamID", "cam"))
                            .get("refusal")
                            .asText())
                    .isEqualTo("STREAM_UNKNOWN");
            rest.put("/apps/" + early.id() + "/settings", Map.of("earlyPlay", true));
            JsonNode granted = b.request("play", Map.of("streamID", "cam"));
            assertThat(granted.get("type").asText()).isEqualTo("playGranted");
            assertThat(granted.get("live").asBoolean()).isFalse();
            try (RtmpProbe player = new RtmpProbe(granted.get("rtmp").asText());
                    RtmpProbe publisher = new RtmpProbe(a.publishUrl("cam"))) {
                player.play();
                publisher.publish();
                assertThat(publisher.answer()).isEqualTo("NetStream.Publish.Start");
                b.await("playState", "state", "PLAYING");
                assertThat(server.database().texts("select user_id from playback where app_id = ?", early.id()))
                        .containsExactly("b");
                assertThat(b.request("play", Map.of("streamID", "cam"))
                                .get("live")
                                .asBoolean())
                        .isTrue();
            }
        }
    }

    @Test
    void howPlayersStartIsASettingOfTheAppAndItsChangeIsAudited() {
        rest.put("/apps/" + app.id() + "/settings", Map.of("firstFrame", "edge"));
        for (var each : rest.get("/apps")) {
            if (each.get("appID").asLong() == app.id()) {
                assertThat(each.get("firstFrame").asText()).isEqualTo("edge");
            }
        }
        assertThat(server.database()
                        .texts(
                                "select actor_id || ' ' || (detail->>'setting') || ' ' || (detail->>'before') || ' ' || (detail->>'after')"
                                        + " from audit_entry where app_id = ? and action = 'APP_CHANGE'",
                                app.id()))
                .containsExactly("admin firstFrame fast edge");
        Rest.Answer refused =
                rest.send("PUT", "/apps/" + app.id() + "/settings", Map.of("firstFrame", "soon"), rest.authorization());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("edge, fast or smooth");
    }
}
