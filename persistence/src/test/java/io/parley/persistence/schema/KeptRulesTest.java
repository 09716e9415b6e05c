package io.parley.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.rule.BrokenRule;
import io.parley.persistence.rule.DatabaseRules;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sound database: all rules are kept, and nothing is left of the attempts. */
class KeptRulesTest {

    private static final String SOUND = "rules_kept";

    private static RolesDatabase database;

    @BeforeAll
    static void make() throws IOException, SQLException {
        database = RolesDatabase.shared();
        database.make(SOUND);
    }

    @AfterAll
    static void drop() throws SQLException {
        database.drop(SOUND);
    }

    private static DataSource application() {
        return database.in(SOUND, RolesDatabase.APPLICATION);
    }

    /** The number of rows of every table. */
    private static List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : RolesDatabase.texts(
                application(),
                "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace")) {
            rows.addAll(RolesDatabase.texts(
                    database.in(SOUND, RolesDatabase.OWNER), "select '" + table + " ' || count(*) from " + table));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {RolesDatabase.APPLICATION, RolesDatabase.OWNER, "postgres"})
    void aSoundDatabaseKeepsAllAndHasNothingMoreAfterwards(String role) throws SQLException {
        List<String> before = rows();
        assertThat(DatabaseRules.broken(database.in(SOUND, role))).isEmpty();
        assertThat(rows()).isEqualTo(before);
        assertThat(RolesDatabase.texts(
                        database.superuser(),
                        "select query from pg_stat_activity where datname = '" + SOUND + "' and state <> 'idle'"))
                .as("left open")
                .isEmpty();
    }

    /** What a server and its reports do at the same time: a room, a key, the progress of reports. */
    @Test
    void rulesAreTriedBesideAServerThatWorks() throws SQLException {
        try (Connection live = application().getConnection()) {
            live.setAutoCommit(false);
            RolesDatabase.execute(
                    live,
                    "insert into app (app_id, name, created_at) values (1, 'live', now())",
                    "insert into node (node_id, name, started_at, renewed_at, lease_until) values (1, 'n', now(), now(), now())",
                    "insert into room (app_id, room_id, session_id, opened_at) values (1, 'r', 1, now())",
                    "insert into server_key (purpose, kid, ciphertext, created_at, activated_at) values ('SESSION', 'k', '', now(), now())",
                    "select 1 from report_progress for update");
            assertThat(DatabaseRules.broken(application())).isEmpty();
            live.rollback();
        }
    }

    @Test
    void serversThatStartTogetherDoNotDisturbOneAnother() {
        ExecutorService servers = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<List<BrokenRule>>> starts = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> DatabaseRules.broken(application()), servers))
                    .limit(12)
                    .toList();
            assertThat(starts).allSatisfy(start -> assertThat(start.join()).isEmpty());
        } finally {
            servers.shutdown();
        }
    }

    @Test
    void theDocumentNamesEachRule() throws IOException {
        List<String> rows = new ArrayList<>();
        String document = Files.readString(Path.of("..", "docs", "operations", "database.md"));
        String table = document.substring(document.indexOf("| Rule | Kept by |"));
        for (String line : table.lines().skip(2).toList()) {
            rows.add(line.substring(2, line.indexOf(" |", 2)));
        }
        assertThat(rows).containsExactlyElementsOf(DatabaseRules.names());
    }

    /** A lock says nothing about a rule. */
    @Test
    void whatSomebodyHoldsForLongIsNoBrokenRule() throws SQLException {
        try (Connection holder = database.in(SOUND, RolesDatabase.OWNER).getConnection()) {
            holder.setAutoCommit(false);
            RolesDatabase.execute(holder, "lock table ban in access exclusive mode");
            assertThatThrownBy(() -> DatabaseRules.broken(application()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("could not be tried")
                    .hasMessageContaining("lock timeout");
            holder.rollback();
        }
    }

    /** PostgreSQL cannot be made to do so; a driver that commits instead can. */
    @Test
    void aRollbackThatUndoesNothingIsFoundBeforeAnythingElseIsTried() throws SQLException {
        database.copy(SOUND, "rules_undone");
        try {
            DataSource real = database.in("rules_undone", RolesDatabase.APPLICATION);
            assertThat(DatabaseRules.broken(committing(real)))
                    .singleElement()
                    .extracting(BrokenRule::name)
                    .isEqualTo("what is rolled back is gone");
            assertThat(RolesDatabase.texts(real, "select count(*) from app")).containsExactly("0");
        } finally {
            database.drop("rules_undone");
        }
    }

    private static DataSource committing(DataSource real) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Connection connection = real.getConnection();
            return proxy(Connection.class, (made, called, given) -> {
                if (called.getName().equals("rollback") && given == null) {
                    connection.commit();
                    return null;
                }
                try {
                    return called.invoke(connection, given);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(KeptRulesTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
