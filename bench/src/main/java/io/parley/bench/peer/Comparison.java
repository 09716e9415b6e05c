package io.parley.bench.peer;

import io.parley.bench.load.Load;
import io.parley.bench.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All runs of a comparison: every server under every scenario, taking turns in rounds. */
final class Comparison {

    /** A run in which others had more of the processors than this, in cores, is done again. */
    private static final double NOISE = 0.25;

    private static final int PATIENCE_SECONDS = 90;

    /** A line of the file of results. */
    record Kept(String scenario, int round, LoadResult result) {}

    private final List<Scenario> scenarios;
    private final List<Peer> peers;
    private final int rounds;
    private final Scenario.Size size;
    private final Path file;
    private final Consumer<String> progress;
    private final long begin = System.nanoTime();
    private final Results results = new Results();

    /**
     * @param file where each result is appended as a line of JSON
     * @param progress told what happens, a line at a time
     */
    Comparison(
            List<Scenario> scenarios,
            List<Peer> peers,
            int rounds,
            Scenario.Size size,
            Path file,
            Consumer<String> progress) {
        this.scenarios = scenarios;
        this.peers = peers;
        this.rounds = rounds;
        this.size = size;
        this.file = file;
        this.progress = progress;
    }

    /** Measures everything; takes as long as it says first. Returns a description and the table, as lines. */
    List<String> run() throws IOException {
        scenarios.forEach(scenario -> Load.check(scenario.arguments(size)));
        int runs = scenarios.size() * rounds * peers.size();
        int total =
                scenarios.stream().mapToInt(scenario -> scenario.seconds(size)).sum() * rounds * peers.size();
        say("%d runs, about %s", runs, text(total));
        for (Scenario scenario : scenarios) {
            Loopback.useLinkPackets(scenario.shape() == Scenario.Shape.SLOW);
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < peers.size(); i++) {
                    // each is first, second and last in turn
                    measure(scenario, peers.get((i + round) % peers.size()), round);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "Medians of %d rounds of %d s, taking turns; in brackets medians of the rounds' ratios to %s. Took %s.",
                rounds, size.seconds(), peers.get(0).name(), passed()));
        lines.add("");
        lines.addAll(new Table(scenarios, peers, results).lines());
        return lines;
    }

    private void measure(Scenario scenario, Peer peer, int round) throws IOException {
        LoadResult first = attempt(scenario, peer, round);
        LoadResult best = first;
        if (first != null && Figure.noise(first) > NOISE) {
            LoadResult second = attempt(scenario, peer, round);
            best = second != null && Figure.noise(second) < Figure.noise(first) ? second : first;
        }
        if (best != null) {
            results.add(scenario, peer.name(), round, best);
            Files.write(
                    file,
                    List.of(Load.JSON.writeValueAsString(new Kept(scenario.label(), round, best))),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private @Nullable LoadResult attempt(Scenario scenario, Peer peer, int round) {
        try {
            LoadResult result = new TrialRun(scenario, peer, size, scenario.seconds(size) + PATIENCE_SECONDS).run();
            report(scenario, peer, round, result);
            return result;
        } catch (IOException e) {
            say("%s %s %s: %s", passed(), scenario.label(), peer.name(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void report(Scenario scenario, Peer peer, int round, LoadResult result) {
        StringBuilder figures = new StringBuilder();
        for (Figure figure : Figure.of(scenario.shape()).subList(0, 3)) {
            figures.append(figure.name())
                    .append(' ')
                    .append(figure.format(result))
                    .append(", ");
        }
        say(
                "%s %s round %d %s: %snoise %.2f%s %s",
                passed(),
                scenario.label(),
                round + 1,
                peer.name(),
                figures,
                Figure.noise(result),
                Figure.noise(result) > NOISE ? " (too much)" : "",
                result.error());
    }

    private String passed() {
        return text(Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }

    private static String text(long seconds) {
        return format("%d:%02d min", seconds / 60, seconds % 60);
    }

    private void say(String format, Object... values) {
        progress.accept(format(format, values));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).strip();
    }
}
