package io.parley.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * A year of calls, made up by {@code demo-data.sql} a day at a time, with everything a server would have written of them, and the sums
 * that reports are read from. The same rows and seed on the same day make the same history.
 */
final class DemoHistory {

    private static final int MONTHS = 12;

    /** What a call leaves behind, on average over many. */
    private static final double ROWS_PER_CALL = 66;

    /** A history that ends now ends before anything that a server still works on. */
    private static final Duration REST = Duration.ofMinutes(30);

    private static final Duration SAY_EVERY = Duration.ofSeconds(5);

    private static final List<String> TABLES = List.of(
            "room_session",
            "participation",
            "publication",
            "playback",
            "audit_entry",
            "callback_outbox",
            "quality_sample",
            "report_usage",
            "report_quality",
            "report_reason",
            "report_room_day",
            "report_user_day",
            "report_long");

    private final long rows;
    private final long seed;
    private final boolean force;
    private final Instant now;

    DemoHistory(long rows, long seed, boolean force, Instant now) {
        this.rows = rows;
        this.seed = seed;
        this.force = force;
        this.now = now;
    }

    void fill(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!force) {
                refuseIfInUse(connection);
            }
            connection.setAutoCommit(false);
            Instant to = now.minus(REST).truncatedTo(ChronoUnit.HOURS);
            Instant from = OffsetDateTime.ofInstant(to, ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .minusMonths(MONTHS)
                    .toInstant();
            prepare(connection, from, to);
            makeDays(connection, from, to);
            execute(connection, "select pg_temp.demo_end()");
            connection.commit();
            connection.setAutoCommit(true);
            say("tidying up the tables");
            for (String table : TABLES) {
                execute(connection, "vacuum (analyze) " + table);
            }
            rollUp(connection, from);
        }
    }

    private static void refuseIfInUse(Connection connection) throws SQLException {
        if (isTrue(connection, "select exists (select 1 from node where ended_at is null and lease_until > now())")) {
            throw new IllegalStateException("a server works on this database: stop it, or say -Dforce=true");
        }
        if (isTrue(connection, "select exists (select 1 from room_session)")) {
            throw new IllegalStateException(
                    "this database has a history already: take another one, or say -Dforce=true");
        }
    }

    private void prepare(Connection connection, Instant from, Instant to) throws SQLException {
        execute(connection, "set synchronous_commit = off; set work_mem = '64MB'; set jit = off");
        // what was refused just before the first call is in the month before
        execute(
                connection,
                "select ensure_partitions(cast('%s' as date) - 1, %d)"
                        .formatted(from.atOffset(ZoneOffset.UTC).toLocalDate(), MONTHS + 2));
        execute(
                connection,
                script().replace("{SEED}", Long.toString(seed))
                        .replace("{CALLS}", Long.toString(Math.round(rows / ROWS_PER_CALL)))
                        .replace("{FROM}", from.toString())
                        .replace("{TO}", to.toString()));
        connection.commit();
    }

    private void makeDays(Connection connection, Instant from, Instant to) throws SQLException {
        Instant begun = Instant.now();
        Instant said = begun;
        long made = 0;
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        try (PreparedStatement day = connection.prepareStatement("select pg_temp.demo_day(cast(? as timestamptz))")) {
            for (int i = 0; i < days; i++) {
                day.setString(1, from.plus(i, ChronoUnit.DAYS).toString());
                try (ResultSet result = day.executeQuery()) {
                    result.next();
                    made += result.getLong(1);
                }
                connection.commit();
                if (i + 1 == days || said.plus(SAY_EVERY).isBefore(Instant.now())) {
                    said = Instant.now();
                    sayProgress("rows", made, rows, Duration.between(begun, said));
                }
            }
        }
    }

    private void rollUp(Connection connection, Instant from) throws SQLException {
        execute(
                connection,
                "update report_progress set rolled_to = least(rolled_to, greatest(report_first_day(), date_trunc('day', timestamptz '"
                        + from + "' - interval '1 day', 'UTC')))");
        Instant begun = Instant.now();
        Instant said = begun;
        long steps = ChronoUnit.DAYS.between(from, now) + 2;
        long done = 0;
        while (isTrue(connection, "select report_advance(timestamptz '" + now.minusSeconds(120) + "', '1 day')")) {
            done++;
            if (said.plus(SAY_EVERY).isBefore(Instant.now())) {
                said = Instant.now();
                sayProgress("days summed up for reports", done, steps, Duration.between(begun, said));
            }
        }
        for (String table : TABLES) {
            execute(connection, "vacuum (analyze) " + table);
        }
        sayProgress("days summed up for reports", steps, steps, Duration.between(begun, Instant.now()));
    }

    private static void sayProgress(String what, long done, long all, Duration took) {
        double perSecond = done / Math.max(0.001, took.toMillis() / 1_000.0);
        long left = Math.max(0, Math.round((all - done) / Math.max(1, perSecond)));
        say(String.format(
                Locale.ROOT,
                "%3d %%  %,d %s  %,.0f a second  %s",
                Math.min(100, Math.round(100.0 * done / all)),
                done,
                what,
                perSecond,
                done >= all ? "in " + took.toSeconds() + " s" : left + " s left"));
    }

    private static void say(String line) {
        System.out.println("demo data  " + line);
    }

    private static boolean isTrue(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            result.next();
            return result.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String script() {
        try (InputStream in =
                Objects.requireNonNull(DemoHistory.class.getResourceAsStream("demo-data.sql"), "demo-data.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
