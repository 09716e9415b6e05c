package io.parley.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The comparison's command: the relay and other servers under the same loads on the same machine, taking turns, so that what
 * changes meanwhile changes all of them. See docs/operations/load.md.
 */
@Command(name = "compare", description = "Compares the relay with other servers.")
public final class Compare implements Callable<Integer> {

    @Option(names = "--scenarios", split = ",", description = "which, by name")
    private List<String> scenarioNames =
            Arrays.stream(Scenario.values()).map(Scenario::label).toList();

    @Option(
            names = "--servers",
            split = ",",
            description =
                    "which; ratios are to the first. parley-a0 sends every message at once, parley-m350 once in 350 ms")
    private List<String> serverNames =
            List.of(NginxPeer.NAME, NodeMediaServerPeer.NAME, "parley-a0", "parley", "parley-m350");

    @Option(names = "--rounds", description = "how often each is measured")
    private int rounds = 3;

    @Option(names = "--seconds", description = "length of each measurement")
    private int seconds = 12;

    @Option(names = "--warmup", description = "seconds between the last join and that")
    private int warmup = 5;

    @Option(names = "--players", description = "so many instead of what scenarios say, for a quick look")
    private int players;

    @Option(names = "--nms", description = "where node-media-server is, if not among npm's global packages")
    private String nodeMediaServer = "";

    @Option(names = "--jvm", split = " ", description = "options of the relay's Java virtual machine")
    private List<String> jvm = List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC");

    @Option(names = "--url", description = "the running server, measured as \"server\"")
    private String url = "http://127.0.0.1:8080";

    @Option(names = "--password-file", description = "its administrator's password")
    private Path passwordFile = Path.of("launcher/target/parley-data/admin-password");

    @Option(names = "--server-pid", description = "its process, if not the first one found")
    private long serverPid;

    @Option(names = "--netns", arity = "1", description = "true: in a network namespace of its own (root, Linux)")
    private boolean inNamespace;

    @Option(names = "--output", description = "directory for compare.jsonl and compare.md")
    private Path output = Path.of(".");

    @Option(names = "--help", usageHelp = true, description = "show this")
    private boolean help;

    private final List<String> arguments;

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
            System.out.println("None of these servers is here: " + String.join(", ", serverNames));
            return 1;
        }
        List<String> lines = new ArrayList<>();
        lines.add("Machine: " + Machine.describe());
        peers.forEach(peer -> lines.add(peer.name() + ": " + peer.version()));
        lines.forEach(System.out::println);
        Files.createDirectories(output);
        List<String> table = new Comparison(
                        scenarios,
                        peers,
                        rounds,
                        new Scenario.Size(seconds, warmup, players),
                        output.resolve("compare.jsonl"),
                        System.out::println)
                .run();
        lines.add("");
        lines.addAll(table);
        lines.forEach(System.out::println);
        Files.write(output.resolve("compare.md"), lines);
        return 0;
    }

    private List<Peer> peers() {
        List<Peer> peers = new ArrayList<>();
        for (String name : serverNames) {
            Peer peer = peer(name);
            if (peer == null) {
                System.out.println(name + " is not installed, or not known");
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
            case RunningServerPeer.NAME ->
                RunningServerPeer.find(url, passwordFile, serverPid).orElse(null);
            default -> ParleyPeer.of(name, jvm);
        };
    }
}
