package io.parley.launcher;

import io.parley.persistence.admin.PrivateDirectory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL that needs no installation: fsync and synchronous commit are on, the data stays in its directory. Listens on
 * loopback, on a free port. The application works with it under a role that owns nothing, as with a database of one's own.
 */
public final class EmbeddedDatabase {

    /** How many connections the server's pool may take, and some to look with. */
    private static final String MAX_CONNECTIONS = "110";

    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    private static final String SUPERUSER = "postgres";

    private final EmbeddedPostgres postgres;
    private final Path directory;
    private final String superuserPassword;

    private EmbeddedDatabase(EmbeddedPostgres postgres, Path directory, String superuserPassword) {
        this.postgres = postgres;
        this.directory = directory;
        this.superuserPassword = superuserPassword;
    }

    /** Starts it on this directory, made at the first start. A server that a hard kill left behind there is stopped first. */
    public static EmbeddedDatabase start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.getParent());
        stopLeftover(directory);
        Path secret = directory.resolveSibling("db-password");
        Path programs = directory.resolveSibling("programs");
        Path log = PrivateDirectory.file(directory.resolveSibling("postgresql.log"));
        String password = SecretFile.readOrMake(secret);
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setConnectConfig("password", password)
                .setDataDirectory(directory)
                .setOverrideWorkingDirectory(programs.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                // Options of initdb: a new cluster wants the password from its first moment.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", secret.toString())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", MAX_CONNECTIONS)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        // The library lets everybody write to where it unpacks the programs; only the directory around it keeps others
        // out until here.
        PrivateDirectory.close(programs);
        PrivateDirectory.close(directory.resolve("epg-lock"));
        EmbeddedDatabase database = new EmbeddedDatabase(postgres, directory, password);
        try {
            database.lock(directory);
            DatabaseRoles.ensure(database.superuser(), database.password(), database.ownerPassword());
        } catch (IOException | RuntimeException e) {
            postgres.close();
            throw e;
        }
        return database;
    }

    /** Nobody but the superuser of the first moment comes in without a password, and nobody at all but from this machine. */
    private void lock(Path directory) throws IOException {
        Path rules = directory.resolve("pg_hba.conf");
        if (Files.readString(rules).equals(ACCESS)) {
            return;
        }
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement()) {
            // A cluster of an earlier version trusted everybody on this machine at its first start.
            statement.execute("alter role " + SUPERUSER + " password '" + superuserPassword + "'");
            Files.writeString(rules, ACCESS);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException("the database does not take its password: " + e.getMessage(), e);
        }
    }

    /** The address for a driver. */
    public String url() {
        return url(postgres.getPort());
    }

    /** The name that the application connects as. */
    public String user() {
        return DatabaseRoles.APPLICATION;
    }

    /** The password of the application's role. */
    public String password() throws IOException {
        return SecretFile.readOrMake(directory.resolveSibling("db-application-password"));
    }

    /** The name that owns the tables. */
    public String ownerUser() {
        return DatabaseRoles.OWNER;
    }

    /** The password of the owner. */
    public String ownerPassword() throws IOException {
        return SecretFile.readOrMake(directory.resolveSibling("db-owner-password"));
    }

    /** The password of the superuser, for looking at everything. */
    public String superuserPassword() {
        return superuserPassword;
    }

    /** The owner of the tables, in a database that is at work on this directory. */
    static DataSource owner(Path directory, int port) throws IOException {
        return source(
                url(port), DatabaseRoles.OWNER, SecretFile.readOrMake(directory.resolveSibling("db-owner-password")));
    }

    /** The owner of the tables. */
    DataSource owner() throws IOException {
        return owner(directory, postgres.getPort());
    }

    /** For what concerns roles. */
    DataSource superuser() {
        return source(url(), SUPERUSER, superuserPassword);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static DataSource source(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
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
