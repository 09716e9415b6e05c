package io.parley.launcher;

import io.parley.persistence.admin.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the database (unless {@code PARLEY_DB_URL} names one) and the server, says when all is ready, and stops both in order: on
 * the end of its standard input, on SIGTERM or SIGINT, or when the server ends.
 */
public final class Launcher {

    /** Line on standard output by which programs know that everything is up. */
    public static final String READY = "Parley is ready.";

    private static final long STOP_SECONDS = 60;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Launcher() {}

    /** @param arguments server directory, data directory */
    public static void main(String[] arguments) {
        Path home = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path data = Path.of(Setting.text("parley.data-dir", arguments[1]))
                .toAbsolutePath()
                .normalize();
        System.exit(new Launcher().launch(home, data));
    }

    private int launch(Path home, Path data) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "parley-stop"));
        Thread input = new Thread(this::watchInput, "parley-input");
        input.setDaemon(true);
        input.start();
        try {
            run(home, data);
            return 0;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            System.err.println();
            System.err.println("Parley cannot start: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            stopped.countDown();
        }
    }

    private void run(Path home, Path data) throws IOException, InterruptedException {
        prepare(data);
        @Nullable EmbeddedDatabase database = null;
        String url = Setting.text("parley.db.url", "");
        try {
            if (url.isEmpty()) {
                say("database   starting in " + data.resolve("db"));
                database = EmbeddedDatabase.start(data.resolve("db"));
            } else {
                GivenDatabase.check(url);
            }
            serve(home, data, database);
        } finally {
            if (database != null) {
                database.stop();
                say("database   stopped");
            }
        }
    }

    /** Nobody else on this machine looks into it, or brings in programs that run as this user. */
    private static void prepare(Path data) throws IOException {
        PrivateDirectory.require(data);
        if (!PrivateDirectory.isSupported(data)) {
            say("data       no POSIX permissions in " + data + ": see yourself that nobody else can read it");
        }
        // An earlier version left the database's programs where everybody could exchange them.
        DirectoryTree.delete(data.resolve("postgresql"));
        PrivateDirectory.close(data);
    }

    private void serve(Path home, Path data, @Nullable EmbeddedDatabase database)
            throws IOException, InterruptedException {
        @Nullable FirstAdmin admin = FirstAdmin.of(data);
        ServerProcess server = ServerProcess.start(home, data, database, admin);
        try {
            say("server     starting, log in " + server.log());
            server.awaitReady(stop);
            if (stop.getCount() > 0) {
                StartupText.print(
                        server,
                        admin,
                        admin != null && Setting.flag("parley.demo", true) ? DemoCall.prepare(admin) : null);
                System.out.println(READY);
                System.out.println("Ctrl-C stops everything.");
            }
            while (server.isAlive() && !stop.await(500, TimeUnit.MILLISECONDS)) {
                // wait for whichever comes first
            }
            if (!server.isAlive()) {
                throw new IllegalStateException("the server has ended by itself, see " + server.log());
            }
        } finally {
            server.stop();
            say("server     stopped");
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private void watchInput() {
        try {
            while (System.in.read() >= 0) {
                // whatever is typed means nothing
            }
        } catch (IOException e) {
            // the same as its end
        }
        stop.countDown();
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Parley did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
