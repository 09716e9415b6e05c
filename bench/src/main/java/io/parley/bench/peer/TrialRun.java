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
final class TrialRun {

    /** Time for a server to come to rest after its start. */
    private static final int REST_MS = 1_000;

    /** After the measured load has begun. */
    private static final int OTHERS_AFTER_MS = 10_000;

    /**
     * For the load generator: the quick compiler alone, as the other one would take more processor time in a short run than it
     * gives back, and so much room for new objects that no collection falls into a run.
     */
    private static final List<String> LOAD_JVM =
            List.of("-Xms512m", "-Xmx512m", "-Xmn400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Scenario scenario;
    private final Peer peer;
    private final Scenario.Size size;
    private final int patienceSeconds;
    private volatile @Nullable LoadedServer server;
    private volatile @Nullable Process load;
    private volatile @Nullable Process others;

    /**
     * @param size of the load
     * @param patienceSeconds after which the load generator is taken to hang
     */
    TrialRun(Scenario scenario, Peer peer, Scenario.Size size, int patienceSeconds) {
        this.scenario = scenario;
        this.peer = peer;
        this.size = size;
        this.patienceSeconds = patienceSeconds;
    }

    LoadResult run() throws IOException {
        Path work = Files.createTempDirectory("parley-compare-");
        Thread stop = new Thread(() -> stop(work));
        Runtime.getRuntime().addShutdownHook(stop);
        try (LoadedServer running = peer.start(work)) {
            server = running;
            PeerProcess.pause(REST_MS);
            return measure(running);
        } finally {
            Runtime.getRuntime().removeShutdownHook(stop);
            delete(work);
        }
    }

    private LoadResult measure(LoadedServer running) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.of(LOAD_JVM, Load.class));
        command.addAll(List.of("--json", "--label", peer.name(), "--pid", Long.toString(running.pid())));
        command.addAll(running.streams("load", scenario.publishers(size), scenario.players(size)));
        if (scenario.wantsFlv()) {
            running.flv().ifPresent(url -> command.addAll(List.of("--play", url)));
        }
        command.addAll(scenario.arguments(size));
        List<String> beside = othersCommand(running);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        load = process;
        if (!beside.isEmpty()) {
            PeerProcess.pause(OTHERS_AFTER_MS);
            others = new ProcessBuilder(beside)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }
        Thread watch = new Thread(() -> watch(process), "watch");
        watch.setDaemon(true);
        watch.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (output.isEmpty()) {
            throw new IOException("the load generator has ended without a result");
        }
        return Load.JSON.readValue(output, LoadResult.class);
    }

    private List<String> othersCommand(LoadedServer running) throws IOException {
        List<String> beside = scenario.othersArguments(size);
        if (beside.isEmpty()) {
            return beside;
        }
        List<String> command = new ArrayList<>(JavaCommand.of(LOAD_JVM, Load.class));
        command.add("--json");
        command.addAll(running.streams("others", scenario.count(size), 1));
        command.addAll(beside);
        return command;
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

    /** Ends load and server when the whole comparison is told to end. */
    private void stop(Path work) {
        Process process = load;
        if (process != null) {
            process.destroyForcibly();
        }
        Process beside = others;
        if (beside != null) {
            beside.destroyForcibly();
        }
        LoadedServer running = server;
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
