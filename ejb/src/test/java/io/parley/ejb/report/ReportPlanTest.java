package io.parley.ejb.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.report.ReportFilter.Step;
import io.parley.persistence.id.AppId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What PostgreSQL itself says it did for each report: months without a part in it are not looked at, months with one by an index. */
class ReportPlanTest {

    private static final Instant NOW = Instant.parse("2026-07-20T10:07:03Z");

    private static final Pattern FACTS = Pattern.compile(
            "(\\S+ Scan).* on ((?:room_session|participation|publication|playback|audit_entry|quality_sample)_2026_(\\d\\d))\\b.*\\)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    private static Path log;
    private static ReportDatabase database;

    @BeforeAll
    static void write() throws IOException, SQLException {
        log = directory.resolve("postgresql.log");
        database = new ReportDatabase(log);
        database.sql(
                "select ensure_partitions('2026-05-01', 3)",
                "insert into app (app_id, name, created_at) values (22, 'app', now()), (33, 'other', now())",
                many(
                        "room_session (id, opened_at, app_id, room_id, node_id, closed_at, closed_at_max, close_reason)",
                        """
                        n, t, app, 'r' || n % 500, 1, t + '5 min', t + '5 min', 'EMPTY'"""),
                many(
                        "participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind, "
                                + "client_version, address, resume_hash, left_at, left_at_max, leave_reason)",
                        """
                        n, t, app, 'r' || n % 500, 'u' || n % 500, 'u', n, 1, 'NODE', '', '', '', t + '5 min', t + '5 min', 'LOGOUT'"""),
                many(
                        media("publication"),
                        "n, t, app, 's', 'r', 'u', n, n, 1, 'RTMP', '', n, t + '5 min', t + '5 min', 'STAY_ENDED'"),
                many(
                        media("playback").replace("stream_id,", "stream_id, publication_id,"),
                        "n, t, app, 's', n, 'r', 'u', n, n, 1, 'RTMP', '', n, t + '5 min', t + '5 min', 'STAY_ENDED'"),
                many(
                        "audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, address, node_id)",
                        """
                        n, t, app, 'USER', 'u', 'LOGIN', 'REFUSED', 'ROOM_FULL', '', 1"""),
                many(
                        "quality_sample (id, sampled_at, app_id, room_session_id, media_id, side, source, window_ms)",
                        """
                        n, t, app, n, n, 'PLAY', 'RELAY', 60000"""),
                "update report_progress set rolled_to = '2026-05-01T00:00:00Z'");
        database.rollUp(NOW.minus(Duration.ofMinutes(2)), Duration.ofDays(1));
        database.sql("vacuum analyze", "alter database postgres set auto_explain.log_min_duration = 0");
        database.reconnect();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void factsAreReadOfTheMonthsAtTheEdgesOnlyAndByIndex(ReportKind kind) throws IOException {
        // from a moment in June until now: June for what the first sums leave out, July for what is not summed up yet
        for (AppId app : new AppId[] {new AppId(22), null}) {
            String plan = planOf(kind, filter(app, "2026-06-10T10:07:00Z"));
            Matcher scans = FACTS.matcher(plan);
            int seen = 0;
            while (scans.find()) {
                if (!scans.group().contains("never executed")) {
                    assertThat(scans.group(3))
                            .as("%s in%n%s", scans.group(), plan)
                            .isIn("06", "07");
                    assertThat(scans.group(1))
                            .as("%s in%n%s", scans.group(), plan)
                            .isNotEqualTo("Seq Scan");
                    seen++;
                }
            }
            assertThat(seen).as(plan).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void sumsOfFewDaysAreReadByIndex(ReportKind kind) throws IOException {
        for (AppId app : new AppId[] {new AppId(22), null}) {
            assertThat(planOf(kind, filter(app, "2026-07-18T10:07:00Z")))
                    .containsPattern("(Index|Bitmap|Index Only) Scan.* on report_")
                    .doesNotContainPattern("Seq Scan on report_(usage|quality|reason|room_day|user_day)");
        }
    }

    private static ReportFilter filter(AppId app, String from) {
        return new ReportFilter(app, Instant.parse(from), NOW, ZoneId.of("Europe/Berlin"), Step.DAY, 10);
    }

    private static String planOf(ReportKind kind, ReportFilter filter) throws IOException {
        long before = Files.size(log);
        database.run(kind, filter, NOW);
        String text = Files.readString(log).substring((int) before);
        assertThat(text).contains("Query Text");
        return text;
    }

    private static String media(String table) {
        return table
                + " (id, started_at, app_id, stream_id, room_id, user_id, room_session_id, participation_id, node_id, protocol, "
                + "address, ticket_id, ended_at, ended_at_max, end_reason)";
    }

    /** Twenty thousand rows a month, evenly. */
    private static String many(String into, String values) {
        return "insert into " + into + " select " + values
                + " from (select n, timestamptz '2026-05-01T00:00:00Z' + n * interval '2 min' as t, "
                + "22 + 11 * (n % 2) as app from generate_series(0, 58000) n) x";
    }
}
