package io.parley.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String MAX_CONNECTIONS = "100";

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts it on this directory, made at the first start. A server that a hard kill left behind there is stopped first. */
    public static EmbeddedDatabase start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.getParent());
        stopLeftover(directory);
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
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
        return new EmbeddedDatabase(postgres);
    }

    /** The address for a driver. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    /** The name to connect as; loopback connections need no password. */
    public String user() {
        return "postgres";
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
