package io.parley.ejb.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.report.ReportFilter.Step;
import io.parley.persistence.id.AppId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Sums and facts together always say what a plain count of all rows says, wherever the sums end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReportRecountTest {

    /** Clocks are put on in New York on 8 March and in Berlin on 29 March, back on Lord Howe by half an hour on 5 April. */
    private static final Instant START = Instant.parse("2026-03-06T00:00:00Z");

    private static final Instant NOW = Instant.parse("2026-04-06T10:07:03.123456Z");
    private static final Instant MIDDLE = Instant.parse("2026-03-20T17:38:00Z");

    private static final History HISTORY = new History(4711, START, NOW, 500);

    private static ReportDatabase database;

    @BeforeAll
    static void write() throws IOException, SQLException {
        database = new ReportDatabase();
        database.sql("select ensure_partitions('2026-02-01', 4)");
        for (long app : History.APPS) {
            database.sql("insert into app (app_id, name, created_at) values (%d, 'app %d', now())".formatted(app, app));
        }
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            // what ended after the middle was open when the first half was summed up
            HISTORY.insert(connection, MIDDLE);
            connection.commit();
        }
        database.sql("update report_progress set rolled_to = '2026-02-01T00:00:00Z'");
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    @Order(1)
    void whatTheSumsDoNotReachIsCountedFromTheFacts() throws SQLException {
        database.rollUp(MIDDLE.minus(Duration.ofMinutes(2)), Duration.ofDays(1));
        try (Connection connection = database.connect()) {
            HISTORY.end(connection, MIDDLE);
        }
        assertThat(database.lines("select rolled_to at time zone 'UTC' from report_progress"))
                .containsExactly("2026-03-20 17:30:00");
        compareAll();
    }

    @Test
    @Order(2)
    void whenMostIsSummedUpReportsStayTheSame() throws SQLException {
        database.rollUp(NOW.minus(Duration.ofMinutes(2)), Duration.ofMinutes(105));
        assertThat(database.lines("select rolled_to at time zone 'UTC' from report_progress"))
                .containsExactly("2026-04-06 10:00:00");
        compareAll();
    }

    @Test
    @Order(3)
    void sumsMadeAgainFromTheFactsAreTheSame() throws SQLException {
        List<String> before = sums();
        database.sql("update report_usage set stay_us = stay_us + 1, peak_users = 99 where quarter > '2026-03-10'");
        database.sql("delete from report_room_day where day > '2026-03-10'");
        assertThat(sums()).isNotEqualTo(before);
        database.sql("update report_progress set remake_at = '2026-02-01T00:00:00Z'");
        database.rollUp(NOW.minus(Duration.ofMinutes(2)), Duration.ofDays(1));
        // today's quarter-hours are made again when the day is over
        database.sql("update report_progress set rolled_to = '2026-04-06T00:00:00Z'");
        database.rollUp(NOW.minus(Duration.ofMinutes(2)), Duration.ofDays(1));
        assertThat(sums()).isEqualTo(before);
    }

    private static List<String> sums() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table : List.of("usage", "quality", "reason", "room_day", "user_day", "long")) {
            all.addAll(database.lines("select cast(t as text) from report_%s t order by 1".formatted(table)));
        }
        return all;
    }

    private static void compareAll() {
        for (ReportFilter filter : filters()) {
            for (ReportKind kind : ReportKind.values()) {
                ReportTable table = database.run(kind, filter, NOW);
                assertThat(table.rows())
                        .as("%s %s", kind, filter)
                        .isEqualTo(new Recount(HISTORY, filter, NOW).rows(kind));
                assertThat(table.rows()).allSatisfy(row -> assertThat(row).hasSameSizeAs(table.columns()));
            }
        }
    }

    private static List<ReportFilter> filters() {
        AppId app = new AppId(22);
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ZoneId newYork = ZoneId.of("America/New_York");
        ZoneId kolkata = ZoneId.of("Asia/Kolkata");
        ZoneId nepal = ZoneId.of("Asia/Kathmandu");
        ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
        return List.of(
                filter(null, "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z", berlin, Step.DAY, 10),
                filter(app, "2026-03-28T23:00:00Z", "2026-03-30T22:00:00Z", berlin, Step.HOUR, 3),
                filter(app, "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", newYork, Step.HOUR, 1000),
                filter(app, "2026-03-10T18:30:00Z", "2026-04-02T18:30:00Z", kolkata, Step.DAY, 1000),
                filter(null, "2026-03-11T18:20:17.5Z", "2026-03-13T01:02:03.000004Z", nepal, Step.HOUR, 1000),
                filter(null, "2026-04-04T12:00:00Z", "2026-04-05T12:00:00Z", lordHowe, Step.HOUR, 5),
                filter(app, "2026-04-06T09:53:00Z", "2026-04-06T10:06:00Z", berlin, Step.HOUR, 5),
                filter(null, "2026-03-18T10:01:00Z", "2026-03-18T10:02:00Z", berlin, Step.DAY, 5),
                filter(app, "2026-04-05T22:00:00Z", "2027-04-05T22:00:00Z", berlin, Step.HOUR, 5));
    }

    private static ReportFilter filter(AppId app, String from, String to, ZoneId zone, Step step, int top) {
        return new ReportFilter(app, Instant.parse(from), Instant.parse(to), zone, step, top);
    }
}
