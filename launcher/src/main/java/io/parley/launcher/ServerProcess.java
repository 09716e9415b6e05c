package io.parley.launcher;

import io.parley.persistence.admin.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The application server as a child process, on a working copy of the provisioned one, so that several can run from it. */
final class ServerProcess {

    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 40;

    /** What the server makes is for its own user alone. */
    private static final List<String> PRIVATELY = List.of("/bin/sh", "-c", "umask 077 && exec \"$@\"", "sh");

    private final Process process;
    private final ServerInstallation installation;
    private final Path log;
    private final Path pidFile;

    private ServerProcess(Process process, ServerInstallation installation, Path log, Path pidFile) {
        this.process = process;
        this.installation = installation;
        this.log = log;
        this.pidFile = pidFile;
    }

    static ServerProcess start(Path home, Path data, @Nullable EmbeddedDatabase database, @Nullable FirstAdmin admin)
            throws IOException, InterruptedException {
        ServerInstallation installation = ServerInstallation.of(home);
        Path pidFile = data.resolve("server.pid");
        stopLeftover(pidFile, home);
        Path base = data.resolve("server");
        Files.createDirectories(base);
        installation.copyTo(base);
        PrivateDirectory.close(base);
        ProcessBuilder builder = new ProcessBuilder(command(installation, base))
                .redirectErrorStream(true)
                .redirectOutput(
                        PrivateDirectory.file(data.resolve("server.out")).toFile());
        setUp(builder.environment(), data, database, admin);
        Process process = builder.start();
        process.getOutputStream().close();
        Files.writeString(PrivateDirectory.file(pidFile), Long.toString(process.pid()));
        return new ServerProcess(process, installation, installation.log(base), pidFile);
    }

    private static List<String> command(ServerInstallation installation, Path base)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (PrivateDirectory.isSupported(base)) {
            all.addAll(PRIVATELY);
        }
        all.addAll(installation.command(base));
        return all;
    }

    /** By the environment, which every server reads, and not by arguments, which everybody on the machine can read. */
    private static void setUp(
            Map<String, String> environment, Path data, @Nullable EmbeddedDatabase database, @Nullable FirstAdmin admin)
            throws IOException {
        if (admin != null) {
            environment.put("PARLEY_ADMIN_USERNAME", admin.username());
            environment.put("PARLEY_ADMIN_PASSWORD", admin.password());
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("parley."))
                .forEach(name -> environment.put(Setting.variable(name), System.getProperty(name)));
        SecretSetting.addTo(environment);
        environment.putIfAbsent("PARLEY_DATA_DIR", data.toString());
        if (database != null) {
            environment.put("PARLEY_DB_URL", database.url());
            environment.put("PARLEY_DB_USER", database.user());
            environment.put("PARLEY_DB_PASSWORD", database.password());
            environment.put("PARLEY_DB_OWNER_USER", database.ownerUser());
            environment.put("PARLEY_DB_OWNER_PASSWORD", database.ownerPassword());
        }
    }

    Path log() {
        return log;
    }

    /** How to become the first administrator: what the server says of its set-up code, if it has one. */
    String setup() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("PARLEY1020"))
                    .map(line -> line.substring(line.indexOf("PARLEY1020") + 11))
                    .findFirst()
                    .orElse("as set up");
        } catch (IOException e) {
            return "see " + log;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    static int managementPort() {
        return Setting.number("parley.management.port", 9990);
    }

    static int httpPort() {
        return Setting.number("parley.http.port", 8080);
    }

    static int mediaPort() {
        return Setting.number("parley.media.port", 1935);
    }

    /** Until the application says that it is ready, or somebody says stop. */
    void awaitReady(CountDownLatch stop) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + httpPort() + "/parley/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!stop.await(500, TimeUnit.MILLISECONDS)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended while starting\n" + lastLines());
            }
            if (isReady(client, request)) {
                return;
            }
            if (hasFailed()) {
                throw new IllegalStateException("the server started with errors\n" + lastLines());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the server is not ready after " + START_SECONDS + " s\n" + lastLines());
            }
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    private boolean hasFailed() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(installation::isFailure);
        } catch (IOException | UncheckedIOException e) {
            return false; // no log yet
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.stream()
                            .filter(installation::isTelling)
                            .limit(12)
                            .reduce("", (all, line) -> all + "  " + line + "\n")
                    + "  (all of it: " + log + ")";
        } catch (IOException e) {
            return "  (no log yet)";
        }
    }

    /** Asks it to stop, and makes it stop if it does not. */
    void stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(pidFile);
    }

    /** A server that a hard kill of the launcher left behind holds the ports. */
    private static void stopLeftover(Path pidFile, Path home) throws IOException, InterruptedException {
        if (!Files.exists(pidFile)) {
            return;
        }
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).trim()))
                .filter(process -> process.info().commandLine().orElse("").contains(home.toString()))
                .ifPresent(process -> {
                    System.out.println(
                            "server     left over from a hard kill (process " + process.pid() + "), stopping it");
                    process.destroy();
                    process.onExit()
                            .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                            .join();
                    process.destroyForcibly();
                });
        Files.deleteIfExists(pidFile);
    }
}
