package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.launcher.Foreground;
import io.parley.launcher.Launcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The process behind {@code ./mvnw -Prun}: what it prints, and that it leaves nothing behind however it ends. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunIT {

    private static final Path DATA = ParleyServer.directory().resolve("servers").resolve("run");
    private static final Path OUTPUT = ParleyServer.directory().resolve("run.out");
    private static final Map<String, String> SETTINGS = Map.of(
            "PARLEY_HTTP_PORT", Integer.toString(Ports.free()),
            "PARLEY_HTTPS_PORT", Integer.toString(Ports.free()),
            "PARLEY_MEDIA_PORT", Integer.toString(Ports.free()),
            "PARLEY_MANAGEMENT_PORT", Integer.toString(Ports.free()));

    private Process foreground;

    @BeforeAll
    static void onAnEmptyDirectory() {
        ParleyServer.delete(DATA);
    }

    @AfterEach
    void killWhatIsLeft() throws IOException {
        foreground.destroyForcibly();
        processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    @Order(1)
    void aFirstStartPrintsEverythingAndCtrlCStopsItAll() throws Exception {
        start();
        String text = Files.readString(OUTPUT);
        String http = "http://127.0.0.1:" + SETTINGS.get("PARLEY_HTTP_PORT");
        assertThat(text)
                .contains("console    " + http + "/parley/console/")
                .contains("admin      admin (password in " + DATA.resolve("admin-password") + ")")
                .contains("media      rtmp://127.0.0.1:" + SETTINGS.get("PARLEY_MEDIA_PORT") + "/live/")
                .containsPattern("demo AppID +\\d{10}")
                .containsPattern("ffmpeg -re .* \"rtmp://127\\.0\\.0\\.1:" + SETTINGS.get("PARLEY_MEDIA_PORT")
                        + "/live/\\S+\\?ticket=\\S+\"")
                .doesNotContain(Files.readString(DATA.resolve("admin-password")).trim());
        List<String> links = text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(http + "/parley/debug/#"))
                .toList();
        assertThat(links).hasSize(2).doesNotHaveDuplicates();
        assertThat(Rest.page(http + "/parley/debug/").status()).isEqualTo(200);
        assertThat(Rest.page(http + "/parley/console/").status()).isIn(200, 302);
        assertThat(Files.getPosixFilePermissions(DATA.resolve("admin-password")))
                .hasSize(2);
        assertThat(Files.getPosixFilePermissions(DATA.resolve("db-password"))).hasSize(2);
        assertThat(processes()).as("the launcher, the server and PostgreSQL's").hasSizeGreaterThan(3);

        signalAndExpectNothingLeft("INT");
    }

    @Test
    @Order(2)
    void aSecondStartKeepsTheDemoAndATerminationStopsItAll() throws Exception {
        List<String> before = apps();
        start();
        assertThat(before).hasSize(2);
        assertThat(apps()).isEqualTo(before);
        assertThat(database().texts("select coalesce(end_reason, 'open') from node order by node_id"))
                .as("the first server has recorded its end")
                .containsExactly("STOPPED", "open");
        signalAndExpectNothingLeft("TERM");
    }

    @Test
    @Order(3)
    void aHardKillOfTheForegroundProcessLeavesNothingRunning() throws Exception {
        start();
        assertThat(processes()).isNotEmpty();
        foreground.destroyForcibly().waitFor();
        Eventually.holds(() -> assertThat(processes()).isEmpty());
        assertThat(DATA.resolve("db/postmaster.pid"))
                .as("the database was stopped in order")
                .doesNotExist();
    }

    private void signalAndExpectNothingLeft(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(foreground.pid()))
                .start()
                .waitFor();
        assertThat(foreground.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        assertThat(processes()).isEmpty();
        assertThat(Files.readString(OUTPUT)).contains("server     stopped").contains("database   stopped");
        assertThat(DATA.resolve("server.pid")).doesNotExist();
        assertThat(DATA.resolve("db/postmaster.pid")).doesNotExist();
    }

    private static Database database() throws IOException {
        return new Database(
                Files.readAllLines(DATA.resolve("db/postmaster.pid")).get(3).strip(),
                Files.readString(DATA.resolve("db-password")).strip());
    }

    /** The app of each printed link. */
    private static List<String> apps() throws IOException {
        return Files.readString(OUTPUT)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("http://"))
                .map(link -> link.replaceAll(".*#(appID=\\d+).*", "$1"))
                .toList();
    }

    private void start() throws Exception {
        List<String> command = new ArrayList<>(withCtrlC());
        command.addAll(ParleyServer.java(
                Map.of(), Foreground.class, ParleyServer.home().toString(), DATA.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(OUTPUT.toFile());
        builder.environment().putAll(SETTINGS);
        foreground = builder.start();
        Eventually.holds(() -> {
            assertThat(foreground.isAlive()).as(Files.readString(OUTPUT)).isTrue();
            assertThat(Files.readString(OUTPUT)).contains(Launcher.READY);
        });
    }

    /** Whoever runs the tests in the background of a shell has Ctrl-C ignored, and children inherit that. */
    private static List<String> withCtrlC() throws Exception {
        List<String> command = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(command);
        trial.add("true");
        return new ProcessBuilder(trial).start().waitFor() == 0 ? command : List.of();
    }

    /** Everything that runs on this data directory, whoever started it. */
    private static List<Long> processes() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> commandLine(pid).contains(DATA.toString()))
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
