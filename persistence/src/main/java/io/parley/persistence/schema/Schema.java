package io.parley.persistence.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The tables, by Flyway. They belong to one role, and the application works under another one that owns nothing. */
public final class Schema {

    private static final System.Logger LOG = System.getLogger(Schema.class.getName());

    /** The time that one attempt waits for a table that is being read, as by a backup: all writers queue behind it meanwhile. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int ATTEMPTS = 20;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Schema() {}

    /** Brings the schema of this database up to date, and lets the application's role do what it needs. */
    public static void migrate(DataSource owner, String application) {
        migrate(owner);
        try (Connection connection = owner.getConnection();
                PreparedStatement grants = connection.prepareStatement("""
                        select grant_to_application(cast(? as name)) from pg_class where oid = 'audit_entry'::regclass
                        and current_user <> ? and pg_has_role(current_user, relowner, 'USAGE')""")) {
            grants.setString(1, application);
            grants.setString(2, application);
            grants.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("the role " + application + " was not granted its rights", e);
        }
    }

    /**
     * Brings the schema of this database up to date.
     *
     * @throws IllegalStateException when a table was in use all the time
     */
    public static void migrate(DataSource owner) {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:db/migration")
                .initSql("set lock_timeout = " + LOCK_TIMEOUT.toMillis())
                .load();
        for (int attempt = 1; ; attempt++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                if (!isLocked(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException(
                            "the tables are not brought up to date: another session, such as a backup or a report, holds one"
                                    + " of them. Start again when it has ended",
                            e);
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "PARLEY1005 table locked by another transaction, retrying: " + e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a table", e);
        }
    }

    private static boolean isLocked(FlywayException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The role that this data source connects as. */
    public static String roleOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement question = connection.prepareStatement("select current_user");
                ResultSet answer = question.executeQuery()) {
            answer.next();
            return answer.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(DatabaseFault.sentence(e), e);
        }
    }
}
