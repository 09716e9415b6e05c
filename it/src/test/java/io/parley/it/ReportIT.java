package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happened appears in the reports at once, and stays there when it has become sums. */
class ReportIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void aCallIsInTheReportsWhileItLastsAndARefusedLoginWithItsReason() throws Exception {
        App app = rest.createApp("reports");
        Instant from = Instant.now().minusSeconds(60);
        SignalClient a = SignalClient.inside(
                server, app, "room", "a", ForgedToken.of(app.id(), "a").seal(app.secret()));
        JsonNode usage = report(app, "usage", from, "step=hour&zone=Asia/Kolkata");
        assertThat(usage.get("kind").asText()).isEqualTo("USAGE");
        assertThat(usage.get("columns").get(0).get("key").asText()).isEqualTo("time");
        assertThat(sum(usage, "calls")).isEqualTo(1);
        assertThat(sum(usage, "peakUsers")).isEqualTo(1);
        JsonNode users = report(app, "by-user", from, "");
        assertThat(users.get("rows").get(0).get(1).asText()).isEqualTo("a");
        a.logout();
        JsonNode ends = report(app, "end-reasons", from, "");
        assertThat(ends.toString()).contains("[\"STAY\",\"LOGOUT\",1,1.0]").contains("[\"CALL\",\"EMPTY\",1,1.0]");
        JsonNode success = report(app, "success", from, "");
        assertThat(sum(success, "loginDone")).isEqualTo(1);
        assertThat(sum(report(app, "busiest-hours", from, ""), "calls")).isEqualTo(1);
    }

    @Test
    void aReportCanBeTakenAwayAsAFileWhichIsAudited() {
        App app = rest.createApp("reports-files");
        String path =
                "/apps/" + app.id() + "/reports/usage?from=" + Instant.now().minusSeconds(3_600);
        assertThat(rest.tryGet(path + "&format=csv").text()).startsWith("\uFEFFtime,peakRooms");
        assertThat(rest.tryGet(path + "&format=xlsx").text()).startsWith("PK");
        assertThat(rest.tryGet(path + "&format=pdf").status()).isEqualTo(400);
        assertThat(server.database()
                        .texts(
                                "select detail ->> 'format' from audit_entry where app_id = ? and action = 'REPORT_EXPORT' order by id",
                                app.id()))
                .containsExactly("csv", "xlsx");
    }

    @Test
    void aReportOfAnUnknownAppOrKindOrWithWrongArgumentsIsRefused() {
        App app = rest.createApp("reports-refused");
        assertThat(status("/apps/123456/reports/usage")).isEqualTo(404);
        String reports = "/apps/" + app.id() + "/reports/";
        assertThat(status(reports + "nothing")).isEqualTo(400);
        assertThat(status(reports + "usage?zone=Mars/Base")).isEqualTo(400);
        assertThat(status(reports + "usage?from=2001-01-01T00:00:00Z")).isEqualTo(400);
        assertThat(status(reports + "usage?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"))
                .isEqualTo(400);
        assertThat(status(reports + "by-room?top=0")).isEqualTo(400);
        assertThat(status("/reports/by-app")).isEqualTo(200);
    }

    @Test
    void theServerKeepsTheSumsUpToDateAndMakesThemAgainWhenAsked() {
        Eventually.holds(() -> assertThat(
                        Instant.parse(rest.get("/reports/sums").get("rolledTo").asText()))
                .isAfter(Instant.now().minus(Duration.ofMinutes(18))));
        JsonNode progress =
                rest.post("/reports/sums/rebuild", Map.of("from", Instant.now().toString()));
        assertThat(progress.get("remakeAt").asText()).isNotEmpty();
        assertThat(
                        server.database()
                                .number(
                                        "select count(*) from audit_entry where action = 'REPORT_REBUILD' and occurred_at > now() - interval '1 hour'"))
                .isPositive();
    }

    private static int status(String path) {
        return rest.tryGet(path).status();
    }

    private static JsonNode report(App app, String kind, Instant from, String more) {
        return rest.get("/apps/" + app.id() + "/reports/" + kind + "?from=" + from + "&" + more);
    }

    private static long sum(JsonNode report, String column) {
        int index = 0;
        while (!report.get("columns").get(index).get("key").asText().equals(column)) {
            index++;
        }
        long sum = 0;
        for (JsonNode row : report.get("rows")) {
            sum += row.get(index).asLong();
        }
        return sum;
    }
}
