package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ends that are easily forgotten: each is in the records, with whose it was. */
class EndRecordIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    private static List<Map<String, Object>> entries(App app, String action) {
        return server.database()
                .rows(
                        "select actor_id, user_id, room_id, outcome, detail ->> 'reason' as reason from audit_entry"
                                + " where app_id = ? and action = ? order by occurred_at, id",
                        app.id(),
                        action);
    }

    @Test
    void aPublicationThatItsOwnUserTookOverHasEnded() throws Exception {
        App app = rest.createApp("take-overs");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                RtmpProbe first = new RtmpProbe(a.publishUrl("cam"));
                RtmpProbe second = new RtmpProbe(a.publishUrl("cam"))) {
            first.publish();
            assertThat(first.answer()).isEqualTo("NetStream.Publish.Start");
            second.publish();
            assertThat(second.answer()).isEqualTo("NetStream.Publish.Start");
            assertThat(entries(app, "PUBLISH_START")).hasSize(2);
            assertThat(entries(app, "PUBLISH_END")).singleElement().satisfies(entry -> assertThat(entry)
                    .containsEntry("reason", "TAKEN_OVER")
                    .containsEntry("actor_id", "a")
                    .containsEntry("room_id", "room"));
        }
    }

    @Test
    void whoIsRefusedWithTheTicketOfAStayThatEndedIsKnown() throws Exception {
        App app = rest.createApp("late tickets");
        String url;
        try (SignalClient a = SignalClient.inside(server, app, "room", "late", rest.token(app, "late"))) {
            url = a.publishUrl("cam");
            rest.post("/apps/" + app.id() + "/kicks", Map.of("roomID", "room", "userID", "late", "reason", "enough"));
        }
        try (RtmpProbe probe = new RtmpProbe(url)) {
            probe.publish();
            assertThat(probe.answer()).doesNotContain("Start");
        }
        Eventually.holds(
                () -> assertThat(entries(app, "PUBLISH_START")).singleElement().satisfies(entry -> assertThat(entry)
                        .containsEntry("outcome", "REFUSED")
                        .containsEntry("actor_id", "late")
                        .containsEntry("room_id", "room")));
    }

    @Test
    void aLoginToAnAppThatIsNoneIsInTheServersAudit() throws Exception {
        String token = ForgedToken.of(4_000_000_001L, "lost-1").seal("0123456789abcdef0123456789abcdef");
        try (SignalClient stranger = new SignalClient(server)) {
            JsonNode answer =
                    stranger.request("login", SignalClient.loginFields(4_000_000_001L, "room", "lost-1", token, true));
            assertThat(answer.get("refusal").asText()).isEqualTo("APP_UNKNOWN");
        }
        JsonNode found = Eventually.get(() -> {
            JsonNode rows = rest.get("/audit?action=LOGIN&userID=lost-1").get("rows");
            assertThat(rows).hasSize(1);
            return rows;
        });
        assertThat(found.get(0).at("/detail/appID").asLong()).isEqualTo(4_000_000_001L);
    }

    @Test
    void whoComesBackAfterALostConnectionIsOnTheCallsTimeline() throws Exception {
        App app = rest.createApp("reconnects");
        String token = rest.token(app, "a");
        String key;
        try (SignalClient first = new SignalClient(server)) {
            key = first.login(app, "room", "a", token, true).get("resumeKey").asText();
        }
        try (SignalClient again = new SignalClient(server)) {
            assertThat(again.resume(app, "room", "a", key).get("type").asText()).isEqualTo("loggedIn");
            String call = rest.get("/apps/" + app.id() + "/calls")
                    .get("calls")
                    .get(0)
                    .get("callID")
                    .asText();
            assertThat(Json.texts(
                            rest.get("/apps/" + app.id() + "/calls/" + call + "/timeline")
                                    .get("entries"),
                            "action"))
                    .contains("RESUME");
        }
    }

    /** As if the server's clock had been ten minutes ahead until now. */
    @Test
    void whatBeganBeforeTheClockWasSetBackCanBeEnded() {
        App app = rest.createApp("clocks");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            for (String sql : List.of(
                    "update participation set joined_at = joined_at + interval '10 minutes' where app_id = ? returning id",
                    "update room_user set joined_at = joined_at + interval '10 minutes' where app_id = ? returning user_id",
                    "update room_session set opened_at = opened_at + interval '10 minutes' where app_id = ? returning id",
                    "update room set opened_at = opened_at + interval '10 minutes' where app_id = ? returning room_id")) {
                server.database().forge(sql, app.id());
            }
            assertThat(rest.tryPost(
                                    "/apps/" + app.id() + "/kicks",
                                    Map.of("roomID", "room", "userID", "a", "reason", "enough"))
                            .status())
                    .isLessThan(300);
        }
        assertThat(server.database()
                        .texts(
                                "select p.leave_reason || ' ' || (p.left_at = p.joined_at) || ' ' || (s.closed_at = s.opened_at)"
                                        + " from participation p join room_session s on s.id = p.room_session_id where p.app_id = ?",
                                app.id()))
                .containsExactly("KICKED true true");
    }
}
