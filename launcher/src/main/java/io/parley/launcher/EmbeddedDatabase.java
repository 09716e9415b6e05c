package io.parley.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL that needs no installation: fsync and synchronous commit are on, the data stays in its directory. Listens on
 * loopback, on a free port.
 */
public final class EmbeddedDatabase {

    /** How many connections the server's pool may take, and some to look with. */
    private static final String MAX_CONNECTIONS = "110";

    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    private static final String SUPERUSER = "postgres";

    private final EmbeddedPostgres postgres;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres postgres, String password) {
        this.postgres = postgres;
        this.password = password;
    }

    /** Starts it on this directory, made at the first start. A server that a hard kill left behind there is stopped first. */
    public static EmbeddedDatabase start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.getParent());
        stopLeftover(directory);
        String password = SecretFile.readOrMake(directory.resolveSibling("db-password"));
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setConnectConfig("password", password)
                .setDataDirectory(directory)
                .setOverrideWorkingDirectory(
                        directory.resolveSibling("postgresql").toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", MAX_CONNECTIONS)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                        directory.resolveSibling("postgresql.log").toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                        directory.resolveSibling("postgresql.log").toFile()))
                .start();
        EmbeddedDatabase database = new EmbeddedDatabase(postgres, password);
        database.lock(directory);
        return database;
    }

    /** A fresh cluster trusts everybody on this machine; from here on it wants the password. */
    private void lock(Path directory) throws IOException {
        Path rules = directory.resolve("pg_hba.conf");
        if (Files.readString(rules).equals(ACCESS)) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(url(), SUPERUSER, password);
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + SUPERUSER + " password '" + password + "'");
            Files.writeString(rules, ACCESS);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException("the database does not take its password: " + e.getMessage(), e);
        }
    }

    /** The address for a driver. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    /** The name to connect as. */
    public String user() {
        return SUPERUSER;
    }

    /** The password to connect with. */
    public String password() {
        return password;
    }

    public void stop() throws IOException {
        postgres.close();
    }

    /** PostgreSQL's own lock file names the process; only a postgres that was started on this directory is touched. */
    static void stopLeftover(Path directory) throws IOException, InterruptedException {
        Path lock = directory.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        List<String> lines = Files.readAllLines(lock);
        Optional<ProcessHandle> postmaster = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
        if (postmaster.filter(process -> isPostgres(process, directory)).isPresent()) {
            System.out.println("database   left over from a hard kill (process "
                    + lines.get(0).trim() + "), stopping it");
            new ProcessBuilder("kill", "-INT", lines.get(0).trim()).start().waitFor(); // fast shutdown
            ProcessHandle process = postmaster.get();
            for (int i = 0; i < 100 && process.isAlive(); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            if (process.isAlive()) {
                process.destroyForcibly();
            }
        }
        Files.deleteIfExists(lock);
    }

    private static boolean isPostgres(ProcessHandle process, Path directory) {
        String command = process.info().commandLine().orElseGet(() -> commandOf(process.pid()));
        return command.contains("postgres") && command.contains(directory.toString());
    }

    /** {@link ProcessHandle} does not show long or foreign command lines. */
    private static String commandOf(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
