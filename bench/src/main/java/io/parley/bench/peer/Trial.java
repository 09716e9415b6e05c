package io.parley.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.bench.load.Load;
import io.parley.bench.load.LoadResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One server under one load: server and load generator each in a process of its own, both gone afterwards. */
final class Trial {

    /** Time for a server to come to rest after its start. */
    private static final int REST_MS = 1_000;

    /**
     * For the load generator: the quick compiler alone, as the other one would take more processor time in a short run than it
     * gives back, and so much room for new objects that no collection falls into a run.
     */
    private static final List<String> LOAD_JVM =
            List.of("-Xms512m", "-Xmx512m", "-Xmn400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Scenario scenario;
    private final Peer peer;
    private final List<String> arguments;
    private final int patienceSeconds;
    private volatile @Nullable PeerProcess server;
    private volatile @Nullable Process load;

    /**
     * @param arguments for the load generator
     * @param patienceSeconds after which the load generator is taken to hang
     */
    Trial(Scenario scenario, Peer peer, List<String> arguments, int patienceSeconds) {
        this.scenario = scenario;
        this.peer = peer;
        this.arguments = arguments;
        this.patienceSeconds = patienceSeconds;
    }

    LoadResult run() throws IOException {
        Path work = Files.createTempDirectory("parley-compare-");
        Thread stop = new Thread(() -> stop(work));
        Runtime.getRuntime().addShutdownHook(stop);
        try (PeerProcess running = peer.start(work)) {
            server = running;
            PeerProcess.pause(REST_MS);
            return measure(running);
        } finally {
            Runtime.getRuntime().removeShutdownHook(stop);
            delete(work);
        }
    }

    private LoadResult measure(PeerProcess running) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.of(LOAD_JVM, Load.class));
        command.addAll(List.of("--json", "--label", peer.name(), "--pid", Long.toString(running.pid())));
        command.addAll(List.of("--push", running.push()));
        if (scenario.wantsFlv()) {
            running.flv().ifPresent(url -> command.addAll(List.of("--play", url)));
        }
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        load = process;
        Thread watch = new Thread(() -> watch(process), "watch");
        watch.setDaemon(true);
        watch.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (output.isEmpty()) {
            throw new IOException("the load generator has ended without a result");
        }
        return Load.JSON.readValue(output, LoadResult.class);
    }

    private void watch(Process process) {
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** When the whole comparison is told to end. */
    private void stop(Path work) {
        Process process = load;
        if (process != null) {
            process.destroyForcibly();
        }
        PeerProcess running = server;
        if (running != null) {
            running.close();
        }
        delete(work);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // it lies where temporary files are cleared away
        }
    }
}
