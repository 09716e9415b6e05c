package io.parley.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL of one's own, as an operator brings it: with the two roles and the database that the server wants. */
final class OwnDatabase implements AutoCloseable {

    static final String PASSWORD = "its-password";

    private final Path directory;
    private final EmbeddedPostgres postgres;

    private OwnDatabase(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    /** Makes a new one. */
    static OwnDatabase make(Path directory, Map<String, String> configuration) {
        OwnDatabase database = start(directory, Ports.free(), configuration);
        database.execute(
                "create role parley_owner login password '" + PASSWORD + "'",
                "create role parley login password '" + PASSWORD + "'",
                "create database parley owner parley_owner");
        return database;
    }

    /** Starts what is in this directory. */
    static OwnDatabase start(Path directory, int port, Map<String, String> configuration) {
        try {
            Files.createDirectories(directory.getParent());
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory)
                    .setOverrideWorkingDirectory(
                            directory.resolveSibling("programs").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(true)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "150")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(directory
                            .resolveSibling(directory.getFileName() + ".log")
                            .toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(directory
                            .resolveSibling(directory.getFileName() + ".log")
                            .toFile()));
            configuration.forEach(builder::setServerConfig);
            return new OwnDatabase(directory, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A standby of this one, which is stopped and started for the copy; commits wait for both from then on. */
    static List<OwnDatabase> pair(Path parent) {
        OwnDatabase alone = make(parent.resolve("first"), Map.of());
        int port = alone.port();
        alone.close();
        Path copy = parent.resolve("second");
        try {
            copy(parent.resolve("first"), copy);
            Files.deleteIfExists(copy.resolve("epg-lock"));
            Files.createFile(copy.resolve("standby.signal"));
            Files.writeString(
                    copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=" + port
                            + " user=postgres application_name=second'\nhot_standby = on\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OwnDatabase primary = start(parent.resolve("first"), port, Map.of());
        OwnDatabase standby = start(copy, Ports.free(), Map.of());
        primary.execute("alter system set synchronous_standby_names = 'second'", "select pg_reload_conf()");
        Eventually.holds(() -> {
            List<String> states = primary.texts("select sync_state from pg_stat_replication");
            if (!states.equals(List.of("sync"))) {
                throw new AssertionError("replication: " + states);
            }
        });
        return List.of(primary, standby);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    int port() {
        return postgres.getPort();
    }

    Path directory() {
        return directory;
    }

    /** The settings of a server that uses it: its roles, and their password. */
    static Map<String, String> settings(String url) {
        return Map.of(
                "parley.db.url", url,
                "parley.db.user", "parley",
                "parley.db.password", PASSWORD,
                "parley.db.owner-user", "parley_owner",
                "parley.db.owner-password", PASSWORD);
    }

    /** Statements of the superuser, outside of any database of the server. */
    void execute(String... statements) {
        try (Connection connection = open("postgres");
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what the superuser reads in the server's database. */
    List<String> texts(String sql) {
        try (Connection connection = open("parley");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection open(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/" + name, "postgres", "");
    }

    /** Ends all of its processes at once, as a power failure does. */
    void kill() {
        try {
            long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                    .get(0)
                    .trim());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
