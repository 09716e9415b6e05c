package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server says of its own health, from the inside and by a short call of its own. */
class DoctorIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void aHealthyServerFindsNothingMissingAndSeesItsOwnStream() {
        App app = rest.createApp("doctor");
        long began = System.nanoTime();
        JsonNode report = examine(app);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(1));
        assertThat(Json.texts(report.get("checks"), "id"))
                .containsExactly(
                        "database",
                        "roles",
                        "encryption",
                        "clock",
                        "disk",
                        "certificate",
                        "partitions",
                        "outbox",
                        "node",
                        "relay",
                        "self-test");
        for (String id : List.of(
                "roles", "encryption", "clock", "certificate", "partitions", "outbox", "node", "relay", "self-test")) {
            assertThat(check(report, id).get("state").asText())
                    .as(check(report, id).toString())
                    .isEqualTo("OK");
        }
        assertThat(check(report, "database").get("words").asText()).startsWith("PostgreSQL ");
        assertThat(check(report, "self-test").get("key").asText()).isEqualTo("self-test.ok");
        assertThat(server.database()
                        .texts("select detail->>'self-test' from audit_entry where action = 'NODE_CHECK'"
                                + " order by occurred_at desc limit 1"))
                .containsExactly("OK");
    }

    @Test
    void theSelfTestLeavesRecordsLikeAnyCallAndNothingLive() {
        App app = rest.createApp("doctor records");
        assertThat(check(examine(app), "self-test").get("state").asText()).isEqualTo("OK");
        Eventually.holds(() -> {
            assertThat(rest.get("/apps/" + app.id() + "/rooms")).isEmpty();
            assertThat(server.database()
                            .texts(
                                    "select user_id || ' ' || client_kind || ' ' || leave_reason from participation"
                                            + " where app_id = ?",
                                    app.id()))
                    .containsExactly("parley-doctor DEVICE DEVICE_DISCONNECTED");
            assertThat(server.database()
                            .number(
                                    "select count(*) from publication p join playback b on b.publication_id = p.id"
                                            + " where p.app_id = ? and p.bytes > 0 and b.bytes > 0"
                                            + " and p.ended_at is not null and b.ended_at is not null",
                                    app.id()))
                    .isEqualTo(1);
        });
    }

    @Test
    void theSelfTestFailsWhereADeviceWouldAndSaysSo() {
        App app = rest.createApp("doctor banned");
        rest.post(
                "/apps/" + app.id() + "/bans",
                Map.of("userID", "parley-doctor", "forbids", "publish", "reason", "test of the test"));
        JsonNode report = examine(app);
        assertThat(report.get("state").asText()).isEqualTo("FAILED");
        assertThat(check(report, "self-test").get("key").asText()).isEqualTo("self-test.not-published");
        JsonNode unknown = examine(new App(4_294_967_295L, ""));
        assertThat(check(unknown, "self-test").get("key").asText()).isEqualTo("self-test.refused");
        assertThat(check(unknown, "self-test").get("words").asText()).contains("APP_UNKNOWN");
    }

    @Test
    void onlySystemAdministratorsExamine() {
        for (String role : List.of("security-admin", "operator", "auditor")) {
            String other = new TestAccount(server, role).authorization();
            assertThat(rest.send("POST", "/node/doctor", Map.of(), other).status())
                    .isEqualTo(403);
        }
        assertThat(rest.send("POST", "/node/doctor", Map.of(), "").status()).isEqualTo(401);
    }

    private static JsonNode examine(App app) {
        return rest.post("/node/doctor", Map.of("appID", app.id()));
    }

    private static JsonNode check(JsonNode report, String id) {
        for (JsonNode each : report.get("checks")) {
            if (each.get("id").asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError(id + " is not in " + report);
    }
}
