package io.parley.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Who gets at the embedded database: other users of the machine, and the application. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedDatabaseTest {

    @TempDir
    private static Path data;

    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedDatabase.start(data.resolve("db"));
    }

    @AfterAll
    static void stop() throws IOException {
        database.stop();
    }

    private static List<String> texts(DataSource source, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Test
    @Order(1)
    void nobodyWritesToTheProgramsOrReadsThePasswords() throws IOException {
        for (String part : List.of("db", "programs")) {
            try (Stream<Path> all = Files.walk(data.resolve(part))) {
                for (Path each : all.toList()) {
                    if (!Files.isSymbolicLink(each)) {
                        assertThat(PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(each, LinkOption.NOFOLLOW_LINKS)))
                                .as(each.toString())
                                .endsWith("------");
                    }
                }
            }
        }
        for (String secret : List.of("db-password", "db-owner-password", "db-application-password", "postgresql.log")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(secret))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    @Order(2)
    void nobodyComesInWithoutAPassword() throws Exception {
        for (String role : List.of("postgres", DatabaseRoles.OWNER, DatabaseRoles.APPLICATION)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), role, "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    /** What an earlier version made, as the superuser, belongs to the owner after the next start. */
    @Test
    @Order(3)
    void whatBelongedToTheSuperuserBelongsToTheOwner() throws Exception {
        Schema.migrate(database.superuser());
        String foreign = "select relname from pg_class where relnamespace = 'public'::regnamespace"
                + " and pg_get_userbyid(relowner) <> 'parley_owner' union all select proname from pg_proc"
                + " where pronamespace = 'public'::regnamespace and pg_get_userbyid(proowner) <> 'parley_owner'";
        assertThat(texts(database.superuser(), foreign)).hasSizeGreaterThan(100);
        database.stop();
        database = EmbeddedDatabase.start(data.resolve("db"));
        assertThat(texts(database.superuser(), foreign)).isEmpty();
        Schema.migrate(database.owner(), database.user());
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("insert into ban (app_id, user_id, forbids, reason, created_by, created_at)"
                    + " select app_id, 'u', 'JOIN', 'r', 'a', now() from app");
            assertThatThrownBy(() -> statement.execute("truncate audit_entry"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    @Order(4)
    void theOwnerMakesAnOldHistory() throws Exception {
        new DemoHistory(10_000, 1, false, Clock.systemUTC().instant()).fill(database.owner());
        assertThat(texts(
                        database.owner(),
                        "select count(*) from audit_entry where occurred_at < now() - interval '30 days'"))
                .allSatisfy(count -> assertThat(Integer.parseInt(count)).isPositive());
    }
}
