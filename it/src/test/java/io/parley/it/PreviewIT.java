package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever looks from the console is seen in the room and in its records, and takes nobody's place. */
class PreviewIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void whoLooksFromTheConsoleTakesNoSeatAndKeepsNoRoomOpen() throws Exception {
        App app = rest.createApp("seats");
        String users = "/apps/" + app.id();
        try (SignalClient a = new SignalClient(server);
                SignalClient b = new SignalClient(server);
                SignalClient c = new SignalClient(server);
                Ffmpeg push = pushed(app, a);
                Ffmpeg look = Ffmpeg.pull(preview(app), Ffmpeg.directory().resolve("preview.flv"), 120)) {
            Eventually.holds(() -> assertThat(stays(app, "CONSOLE")).isEqualTo(1));
            assertThat(forTwo(b, app, "b").get("type").asText()).isEqualTo("loggedIn");
            assertThat(forTwo(c, app, "c").get("refusal").asText()).isEqualTo("ROOM_FULL");
            assertThat(rest.live(app, "rooms", "room").at("/0/userCount").asInt())
                    .isEqualTo(2);
            assertThat(rest.get(users + "/live").at("/counts/users").asInt()).isEqualTo(2);
            try (Ffmpeg second = Ffmpeg.pull(preview(app), Ffmpeg.directory().resolve("second.flv"), 120)) {
                Eventually.holds(() -> assertThat(stays(app, "CONSOLE")).isEqualTo(2));
                assertThat(second.isRunning()).isTrue();
            }
            assertThat(push.isRunning() && look.isRunning()).isTrue();
            b.logout();
            a.logout();
            assertThat(server.database()
                            .texts(
                                    "select close_reason || ' ' || peak_users from room_session where app_id = ?",
                                    app.id()))
                    .containsExactly("EMPTY 2");
        }
        assertThat(server.database()
                        .texts(
                                "select distinct leave_reason from participation where app_id = ? and client_kind = 'CONSOLE'",
                                app.id()))
                .contains("ROOM_CLOSED")
                .doesNotContainNull();
        assertThat(rest.get(users + "/reports/usage?from=" + Instant.now().minusSeconds(3_600))
                        .toString())
                .as("users in reports are the app's")
                .contains(",2,1,1,2,");
    }

    /** As if the publisher's server had died, and whoever looks were on another one. */
    @Test
    void aRoomWhoseServerDiedIsClosedOnceNobodyLooksAnyMore() throws Exception {
        App app = rest.createApp("lost server");
        long lost = 4_711;
        try (SignalClient a = new SignalClient(server);
                Ffmpeg push = pushed(app, a)) {
            try (Ffmpeg look = Ffmpeg.pull(preview(app), Ffmpeg.directory().resolve("lost.flv"), 120)) {
                Eventually.holds(() -> assertThat(stays(app, "CONSOLE")).isEqualTo(1));
                server.database().rows("""
                        insert into node (node_id, name, started_at, renewed_at, lease_until)
                        values (?, 'lost', now() - interval '1 h', now() - interval '1 min', now() - interval '50 s') returning node_id""", lost);
                for (String claim : List.of("stream", "room_user")) {
                    server.database()
                            .rows(
                                    "update " + claim
                                            + " set node_id = ? where app_id = ? and user_id = 'a' returning node_id",
                                    lost,
                                    app.id());
                }
                Eventually.holds(() -> assertThat(stays(app, "OTHER")).isZero());
                assertThat(push.isRunning() && look.isRunning()).isTrue();
            }
            Eventually.holds(() -> assertThat(
                            server.database().texts("select close_reason from room_session where app_id = ?", app.id()))
                    .containsExactly("EMPTY"));
        }
        assertThat(server.database().number("select count(*) from room where app_id = ?", app.id()))
                .isZero();
    }

    private static Ffmpeg pushed(App app, SignalClient publisher) {
        assertThat(forTwo(publisher, app, "a").get("type").asText()).isEqualTo("loggedIn");
        Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), publisher.publishUrl("cam"));
        publisher.await("publishState");
        return push;
    }

    private static JsonNode forTwo(SignalClient client, App app, String user) {
        Map<String, Object> fields = SignalClient.loginFields(app.id(), "room", user, rest.token(app, user), true);
        fields.put("maxMemberCount", 2);
        return client.request("login", fields);
    }

    private static String preview(App app) {
        return rest.post("/apps/" + app.id() + "/previews", Map.of("streamID", "cam"))
                .get("rtmp")
                .asText();
    }

    private static long stays(App app, String kind) {
        return server.database()
                .number("select count(*) from room_user where app_id = ? and client_kind = ?", app.id(), kind);
    }
}
