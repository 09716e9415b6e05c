package io.parley.ejb.report;

import io.parley.ejb.admin.CallerRoles;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.RequestOrigin;
import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.report.ReportRepository;
import io.parley.persistence.report.RollupRepository;
import io.parley.persistence.schema.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A real PostgreSQL with Parley's schema, and the report services on it without a server. */
final class ReportDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private SessionFactory sessions;

    ReportDatabase() throws IOException {
        this(Path.of("target", "report-database.log"));
    }

    /** @param log where PostgreSQL says what it does */
    ReportDatabase(Path log) throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("session_preload_libraries", "auto_explain")
                .setServerConfig("auto_explain.log_analyze", "on")
                .setServerConfig("auto_explain.log_timing", "off")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Schema.migrate(postgres.getPostgresDatabase());
        sessions = sessions();
    }

    /** Settings of the database take effect. */
    void reconnect() {
        sessions.close();
        sessions = sessions();
    }

    private SessionFactory sessions() {
        return new Configuration()
                .setProperty("hibernate.connection.url", postgres.getJdbcUrl("postgres", "postgres"))
                .setProperty("hibernate.connection.username", "postgres")
                .setProperty("hibernate.jdbc.time_zone", "UTC")
                .addAnnotatedClass(App.class)
                .buildSessionFactory();
    }

    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    List<String> lines(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }

    ReportTable run(ReportKind kind, ReportFilter filter, Instant now) {
        RequestOrigin origin = new RequestOrigin();
        origin.holds(Set.of(Roles.AUDITOR));
        return transaction(em -> new ReportQueries(
                        new ReportRepository(em), apps(em), new CallerRoles(origin), Clock.fixed(now, ZoneOffset.UTC))
                .run(kind, filter));
    }

    /** Steps until there is nothing more to do. */
    void rollUp(Instant upTo, Duration stride) {
        while (transaction(em -> new RollupRepository(em).advance(upTo, stride))) {
            // the next one
        }
    }

    <T> T transaction(Function<EntityManager, T> work) {
        return sessions.fromTransaction(work::apply);
    }

    private static AppRepository apps(EntityManager em) {
        try {
            AppRepository apps = new AppRepository();
            Field field = AppRepository.class.getDeclaredField("em");
            field.setAccessible(true);
            field.set(apps, em);
            return apps;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("AppRepository has no em", e);
        }
    }

    @Override
    public void close() throws IOException {
        sessions.close();
        postgres.close();
    }
}
