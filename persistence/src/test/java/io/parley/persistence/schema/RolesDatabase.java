package io.parley.persistence.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A real PostgreSQL as docs/operations/running.md has it made: one role owns the tables, another one works with them. All tests share it.
 */
public final class RolesDatabase {

    static final String APPLICATION = "parley";
    static final String OWNER = "parley_owner";

    private final EmbeddedPostgres postgres;

    private static RolesDatabase shared;

    /** With its schema; ends with the tests. */
    public static synchronized RolesDatabase shared() throws IOException, SQLException {
        if (shared == null) {
            shared = new RolesDatabase();
            shared.migrate();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::stop, "stop-roles-database"));
        }
        return shared;
    }

    private RolesDatabase() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setRegisterShutdownHook(false)
                .start();
        execute(
                superuser(),
                "create role " + OWNER + " login",
                "create role " + APPLICATION + " login",
                "create database parley owner " + OWNER);
    }

    void migrate() {
        Schema.migrate(owner(), APPLICATION);
    }

    /** Another database of the same server and roles, with its schema. */
    void make(String name) throws SQLException {
        execute(superuser(), "create database " + name + " owner " + OWNER);
        Schema.migrate(in(name, OWNER), APPLICATION);
    }

    /** A copy of a database to which nobody is connected. */
    void copy(String from, String name) throws SQLException {
        execute(superuser(), "create database " + name + " template " + from + " owner " + OWNER);
    }

    void drop(String name) throws SQLException {
        execute(superuser(), "drop database " + name + " with (force)");
    }

    DataSource in(String name, String role) {
        return postgres.getDatabase(role, name);
    }

    public DataSource superuser() {
        return postgres.getPostgresDatabase();
    }

    public DataSource owner() {
        return postgres.getDatabase(OWNER, APPLICATION);
    }

    public DataSource application() {
        return postgres.getDatabase(APPLICATION, APPLICATION);
    }

    public static void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection()) {
            execute(connection, statements);
        }
    }

    public static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The first column as text. */
    public static List<String> texts(DataSource database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
