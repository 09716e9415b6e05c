package io.parley.bench.peer;

import io.parley.bench.load.Load;
import io.parley.bench.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The comparison's command: the relay and other servers under the same loads on the same machine, taking turns, so that what
 * changes meanwhile changes all of them. See docs/operations/load.md.
 */
@Command(name = "compare", mixinStandardHelpOptions = true, description = "Compares the relay with other servers.")
public final class Compare implements Callable<Integer> {

    /** A run in which others had more of the processors than this is done again. */
    private static final double NOISE = 0.25;

    private static final int PATIENCE_SECONDS = 90;

    @Option(names = "--scenarios", split = ",", description = "which, by name")
    private List<String> scenarioNames =
            Arrays.stream(Scenario.values()).map(Scenario::label).toList();

    @Option(
            names = "--servers",
            split = ",",
            description = "which; ratios are to the first. parley-MS is the relay with an audio window of so many ms")
    private List<String> serverNames = List.of(NginxPeer.NAME, NodeMediaServerPeer.NAME, "parley");

    @Option(names = "--rounds", description = "how often each is measured")
    private int rounds = 3;

    @Option(names = "--seconds", description = "length of each measurement")
    private int seconds = 12;

    @Option(names = "--players", description = "so many instead of what scenarios say, for a quick look")
    private int players;

    @Option(names = "--nms", description = "where node-media-server is, if not among npm's global packages")
    private String nodeMediaServer = "";

    @Option(names = "--jvm", split = " ", description = "options of the relay's Java virtual machine")
    private List<String> jvm = List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC");

    @Option(names = "--netns", arity = "1", description = "true: in a network namespace of its own (root, Linux)")
    private boolean inNamespace;

    @Option(names = "--output", description = "directory for compare.jsonl and compare.md")
    private Path output = Path.of(".");

    private final List<String> arguments;
    private final long begin = System.nanoTime();
    private final Results results = new Results();

    private Compare(List<String> arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare(List.of(arguments))).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (inNamespace && !Loopback.isOwn()) {
            return Loopback.enter(Compare.class, arguments);
        }
        List<Scenario> scenarios = scenarioNames.stream().map(Scenario::of).toList();
        List<Peer> peers = peers();
        if (peers.isEmpty()) {
            say("none of these servers is installed: %s", String.join(", ", serverNames));
            return 1;
        }
        List<String> head = new ArrayList<>();
        head.add("Machine: " + Machine.describe());
        peers.forEach(peer -> head.add(peer.name() + ": " + peer.version()));
        head.forEach(line -> say("%s", line));
        measureAll(scenarios, peers);
        head.add(String.format(
                Locale.ROOT,
                "Medians of %d rounds of %d s, taking turns; in brackets the medians of the rounds' ratios to %s. Took %s.",
                rounds,
                seconds,
                peers.get(0).name(),
                passed()));
        head.add("");
        head.addAll(new Table(scenarios, peers, results).lines());
        head.forEach(line -> say("%s", line));
        Files.write(output.resolve("compare.md"), head);
        return 0;
    }

    private List<Peer> peers() {
        List<Peer> peers = new ArrayList<>();
        for (String name : serverNames) {
            Peer peer = peer(name);
            if (peer == null) {
                say("%s is not installed, or not known", name);
            } else {
                peers.add(peer);
            }
        }
        return peers;
    }

    private @Nullable Peer peer(String name) {
        return switch (name) {
            case NginxPeer.NAME -> NginxPeer.find().orElse(null);
            case NodeMediaServerPeer.NAME ->
                NodeMediaServerPeer.find(nodeMediaServer).orElse(null);
            default -> ParleyPeer.of(name, jvm);
        };
    }

    private void measureAll(List<Scenario> scenarios, List<Peer> peers) throws IOException {
        Files.createDirectories(output);
        int total = scenarios.stream()
                        .mapToInt(scenario -> scenario.seconds(seconds, players))
                        .sum()
                * rounds
                * peers.size();
        say("%d runs, about %s", scenarios.size() * rounds * peers.size(), text(total));
        for (Scenario scenario : scenarios) {
            Loopback.useLinkPackets(scenario.shape() == Scenario.Shape.SLOW);
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < peers.size(); i++) {
                    // each is first, second and last in turn
                    measure(scenario, peers.get((i + round) % peers.size()), round);
                }
            }
        }
    }

    private void measure(Scenario scenario, Peer peer, int round) throws IOException {
        LoadResult quietest = null;
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                LoadResult result = new Trial(
                                scenario,
                                peer,
                                scenario.arguments(seconds, players),
                                scenario.seconds(seconds, players) + PATIENCE_SECONDS)
                        .run();
                report(scenario, peer, round, result);
                if (quietest == null || Figure.noise(result) < Figure.noise(quietest)) {
                    quietest = result;
                }
                if (Figure.noise(result) <= NOISE) {
                    break;
                }
            } catch (IOException e) {
                say("%s %s: %s", scenario.label(), peer.name(), String.valueOf(e.getMessage()));
                break;
            }
        }
        if (quietest != null) {
            results.add(scenario, peer.name(), round, quietest);
            keep(scenario, round, quietest);
        }
    }

    private void keep(Scenario scenario, int round, LoadResult result) throws IOException {
        String line = Load.JSON.writeValueAsString(new Kept(scenario.label(), round, result));
        Files.write(
                output.resolve("compare.jsonl"), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A line of the file of results. */
    record Kept(String scenario, int round, LoadResult result) {}

    private void report(Scenario scenario, Peer peer, int round, LoadResult result) {
        StringBuilder line = new StringBuilder();
        for (Figure figure : Figure.of(scenario.shape()).subList(0, 3)) {
            line.append(String.format(
                    Locale.ROOT,
                    ", %s %." + figure.decimals() + "f",
                    figure.name(),
                    figure.value().applyAsDouble(result)));
        }
        String noise = Figure.noise(result) > NOISE ? " - noisy" : "";
        say(
                "%s %s %s round %d%s, noise %.2f%s%s",
                passed(),
                scenario.label(),
                peer.name(),
                round + 1,
                line,
                Figure.noise(result),
                noise,
                result.error().isEmpty() ? "" : " - " + result.error());
    }

    private String passed() {
        return text(Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }

    private static String text(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
