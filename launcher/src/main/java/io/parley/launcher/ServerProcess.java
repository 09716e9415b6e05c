package io.parley.launcher;

import io.parley.persistence.admin.PrivateDirectory;
import java.io.IOException;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** The application server as a child process, on a working copy of the provisioned one, so that several can run from it. */
final class ServerProcess {

    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 40;

    /** What the server makes is for its own user alone. */
    private static final List<String> PRIVATELY = List.of("/bin/sh", "-c", "umask 077 && exec \"$@\"", "sh");

    private final Process process;
    private final Path log;
    private final Path pidFile;

    private ServerProcess(Process process, Path log, Path pidFile) {
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
    }

    static ServerProcess start(Path home, Path data, @Nullable EmbeddedDatabase database, @Nullable FirstAdmin admin)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(home.resolve("modules"))) {
            throw new IllegalStateException("no server in " + home + "; build it with ./mvnw package -DskipTests");
        }
        Path pidFile = data.resolve("server.pid");
        stopLeftover(pidFile, home);
        Path base = data.resolve("server");
        Path original = home.resolve("standalone");
        DirectoryTree.copy(original, base, Set.of(original.resolve("log"), original.resolve("tmp")));
        PrivateDirectory.close(base);
        Path log = base.resolve("log").resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command(home, base, database))
                .redirectErrorStream(true)
                .redirectOutput(
                        PrivateDirectory.file(data.resolve("server.out")).toFile());
        Map<String, String> environment = builder.environment();
        if (admin != null) {
            environment.put("PARLEY_ADMIN_USERNAME", admin.username());
            environment.put("PARLEY_ADMIN_PASSWORD", admin.password());
        }
        SecretSetting.addTo(environment);
        environment.putIfAbsent("PARLEY_DATA_DIR", data.toString());
        if (database != null) {
            environment.put("PARLEY_DB_PASSWORD", database.password());
            environment.put("PARLEY_DB_OWNER_USER", database.ownerUser());
            environment.put("PARLEY_DB_OWNER_PASSWORD", database.ownerPassword());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        Files.writeString(PrivateDirectory.file(pidFile), Long.toString(process.pid()));
        return new ServerProcess(process, log, pidFile);
    }

    private static List<String> command(Path home, Path base, @Nullable EmbeddedDatabase database) {
        StandaloneCommandBuilder command = StandaloneCommandBuilder.of(home)
                .setBaseDirectory(base)
                .setJavaOptions(
                        "-Xms256m",
                        "-Xmx" + Setting.text("parley.heap", "768m"),
                        "-XX:MaxDirectMemorySize=" + Setting.text("parley.direct-memory", "512m"),
                        "-XX:MetaspaceSize=128m",
                        // Hundreds of calls are many small objects far apart: a fifth of the relay's time went into
                        // finding their pages.
                        "-XX:+UseTransparentHugePages",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Djava.awt.headless=true",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED");
        JavaOptions.of(Runtime.version().feature()).forEach(command::addJavaOption);
        if (database != null) {
            command.addServerArgument("-Dparley.db.url=" + database.url());
            command.addServerArgument("-Dparley.db.user=" + database.user());
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("parley.") && !SecretSetting.isSecret(name))
                .sorted()
                .forEach(name -> command.addServerArgument("-D" + name + "=" + System.getProperty(name)));
        List<String> all = new ArrayList<>();
        if (PrivateDirectory.isSupported(base)) {
            all.addAll(PRIVATELY);
        }
        all.addAll(command.build());
        return all;
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
                        URI.create("http://127.0.0.1:" + managementPort() + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!stop.await(500, TimeUnit.MILLISECONDS)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended while starting\n" + lastLines());
            }
            String health = health(client, request);
            if (health.contains("parley-node") && health.startsWith("200")) {
                return;
            }
            if (health.contains("\"boot-errors\",\"status\":\"DOWN\",\"data\"")) {
                throw new IllegalStateException("the server started with errors\n" + lastLines());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the server is not ready after " + START_SECONDS + " s\n" + lastLines());
            }
        }
    }

    /** Status and body of the readiness page, empty while there is none. */
    private static String health(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return "";
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.stream()
                            .filter(line ->
                                    line.contains("ERROR") || line.contains("WFLYCTL") || line.contains("PARLEY"))
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
