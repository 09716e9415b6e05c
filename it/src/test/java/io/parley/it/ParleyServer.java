package io.parley.it;

import io.parley.launcher.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The launcher as a child process, with a database, a server, ports and a directory of its own. The shared one stays until the tests
 * end; of those with settings of their own one runs at a time. With {@code parley.it.running} the shared one is a server that runs
 * already.
 */
public final class ParleyServer {

    /** From here a reverse proxy of the tests connects; no client does. */
    static final String PROXY = "127.0.0.9";

    private static final Duration START = Duration.ofSeconds(240);
    private static final String SHARED = "shared";
    private static ParleyServer shared;
    private static ParleyServer special;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ParleyServer::stopAll, "stop-parley"));
    }

    private final String name;
    private final Path home;
    private final Path data;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<String> output = new ArrayList<>();
    private Process launcher;

    private ParleyServer(String name, Path data, Map<String, String> settings, Path home) {
        this.home = home;
        this.name = name;
        this.data = data;
        this.settings.put("parley.http.port", Integer.toString(Ports.free()));
        this.settings.put("parley.https.port", Integer.toString(Ports.free()));
        this.settings.put("parley.media.port", Integer.toString(Ports.free()));
        this.settings.put("parley.management.port", Integer.toString(Ports.free()));
        this.settings.putAll(settings);
        if (!settings.containsKey("parley.setup-code")) {
            this.settings.putIfAbsent("parley.admin.password", UUID.randomUUID().toString());
        }
    }

    /** The server with default settings that most tests use. */
    static ParleyServer shared() {
        synchronized (ParleyServer.class) {
            if (shared == null) {
                shared = running() == null
                        ? started(SHARED, Map.of("parley.proxies", PROXY, "parley.https.http2", "true"), home())
                        : attached(running());
            }
            return shared;
        }
    }

    /** The running server with these settings if it has this name, else a new one on an empty directory; the one before is stopped. */
    static ParleyServer with(String name, Map<String, String> settings) {
        return with(name, settings, home());
    }

    /** The same with a server of another directory. */
    public static synchronized ParleyServer with(String name, Map<String, String> settings, Path home) {
        if (special == null || !special.name.equals(name)) {
            if (special != null) {
                special.stop();
            }
            special = started(name, settings, home);
        }
        return special;
    }

    private static ParleyServer started(String name, Map<String, String> settings, Path home) {
        ParleyServer server =
                new ParleyServer(name, directory().resolve("servers").resolve(name), settings, home);
        delete(server.data);
        server.start();
        return server;
    }

    /** The data directory of a server that somebody else started, if the tests are to use it. */
    private static String running() {
        String data = System.getProperty("parley.it.running", "");
        return data.isBlank() ? null : data;
    }

    /** Ports are those of the environment or the defaults of the launcher. */
    private static ParleyServer attached(String data) {
        Path directory = Path.of(data).toAbsolutePath().normalize();
        Map<String, String> ports = new TreeMap<>();
        Map.of("http", "8080", "https", "8443", "media", "1935", "management", "9990")
                .forEach((port, number) -> ports.put(
                        "parley." + port + ".port",
                        System.getenv().getOrDefault("PARLEY_" + port.toUpperCase(Locale.ROOT) + "_PORT", number)));
        if (!Files.exists(directory.resolve("server.pid"))) {
            throw new IllegalStateException("no server runs on " + directory + ": start one with ./mvnw -Prun");
        }
        ports.put("parley.admin.password", line(directory.resolve("admin-password"), 0));
        return new ParleyServer(SHARED, directory, ports, home());
    }

    private static synchronized void stopAll() {
        for (ParleyServer each : Arrays.asList(special, shared)) {
            if (each != null && each.launcher != null) {
                each.stop();
            }
        }
    }

    /** Where tests may write. */
    public static Path directory() {
        return Path.of(System.getProperty("parley.it.directory", "target")).toAbsolutePath();
    }

    /** The provisioned server. */
    public static Path home() {
        return Path.of(System.getProperty("parley.it.server", "../ear/target/server"))
                .toAbsolutePath()
                .normalize();
    }

    /** A java command with this test's class path. */
    static List<String> java(Map<String, String> properties, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts on the directory as it is; returns when everything is ready. */
    void start() {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        synchronized (output) {
            output.clear();
        }
        try {
            Files.createDirectories(data);
            Process process = new ProcessBuilder(java(settings, Launcher.class, home.toString(), data.toString()))
                    .redirectErrorStream(true)
                    .start();
            launcher = process;
            Thread reader = new Thread(() -> read(process, ready), "launcher-" + name);
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!ready.completeOnTimeout(false, START.toSeconds(), TimeUnit.SECONDS).join()) {
            String text = String.join("\n", output());
            stop();
            throw new IllegalStateException("the server did not start\n" + text);
        }
    }

    private void read(Process process, CompletableFuture<Boolean> ready) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                Files.writeString(
                        data.resolve("launcher.out"),
                        line + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                if (line.equals(Launcher.READY)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            // its end
        }
        ready.complete(false);
    }

    /** Ends its input, which stops everything in order. */
    void stop() {
        try {
            launcher.getOutputStream().close();
            if (!launcher.waitFor(60, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    /** What a power failure does: launcher, server and database at once, without a word. */
    void kill() {
        List<ProcessHandle> all = Stream.of(launcher.pid(), serverPid(), postgresPid())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    long serverPid() {
        return Long.parseLong(line(data.resolve("server.pid"), 0));
    }

    long postgresPid() {
        return Long.parseLong(line(data.resolve("db/postmaster.pid"), 0));
    }

    /** What the launcher printed since its last start. */
    List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    /** The one line of the output that begins so, white space aside. */
    String printed(String beginning) {
        return output().stream()
                .map(String::strip)
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(beginning + " was not printed"));
    }

    public String http() {
        return "http://127.0.0.1:" + httpPort();
    }

    String https() {
        return "https://127.0.0.1:" + settings.get("parley.https.port");
    }

    public String signal() {
        return "ws://127.0.0.1:" + httpPort() + "/parley/signal";
    }

    String management() {
        return "http://127.0.0.1:" + settings.get("parley.management.port");
    }

    int httpPort() {
        return Integer.parseInt(settings.get("parley.http.port"));
    }

    int httpsPort() {
        return Integer.parseInt(settings.get("parley.https.port"));
    }

    int mediaPort() {
        return Integer.parseInt(settings.get("parley.media.port"));
    }

    Path data() {
        return data;
    }

    public String adminPassword() {
        return settings.get("parley.admin.password");
    }

    public Database database() {
        return new Database(line(data.resolve("db/postmaster.pid"), 3), line(data.resolve("db-password"), 0));
    }

    /** The server's log of its last start. */
    List<String> log() {
        try {
            return Files.readAllLines(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** WildFly's, or Payara's. */
    Path logFile() {
        Path domain = data.resolve("server/parley/logs/server.log");
        return Files.exists(domain) ? domain : data.resolve("server/log/server.log");
    }

    private static String line(Path file, int number) {
        try {
            return Files.readAllLines(file).get(number).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
