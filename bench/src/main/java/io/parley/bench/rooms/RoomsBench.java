package io.parley.bench.rooms;

import io.parley.bench.load.ServerProcess;
import io.parley.bench.server.HeapGauge;
import io.parley.bench.server.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends a crowd to the signalling of a running server and prints, as Markdown, how soon people were in, how soon others heard of it,
 * and what server and database used.
 */
@Command(name = "rooms", mixinStandardHelpOptions = true)
public final class RoomsBench implements Callable<Integer> {

    private static final int WATCHERS = 10;
    private static final int PATIENCE_SECONDS = 120;
    private static final double NANOS_PER_MS = 1e6;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "${DEFAULT-VALUE}")
    private String url = "";

    @Option(names = "--metrics", defaultValue = "http://127.0.0.1:9990/metrics", description = "${DEFAULT-VALUE}")
    private String metrics = "";

    @Option(names = "--user", defaultValue = "admin")
    private String user = "";

    @Option(names = "--password-file", required = true, description = "the administrator's password")
    private Path passwordFile = Path.of("");

    @Option(
            names = "--scenarios",
            split = ",",
            defaultValue = "calm,one,many,crowd",
            description = "calm, one, many, crowd; ${DEFAULT-VALUE}")
    private List<String> scenarios = List.of();

    @Option(names = "--rate", defaultValue = "0", description = "logins a second; 0 for each scenario's own")
    private double rate;

    @Option(names = "--seconds", defaultValue = "60", description = "of each scenario; ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "30", description = "seconds before the first; ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--stay", defaultValue = "5", description = "seconds that people stay; ${DEFAULT-VALUE}")
    private int stay;

    @Option(names = "--people", defaultValue = "2000", description = "different users; ${DEFAULT-VALUE}")
    private int people;

    @Option(names = "--inside", defaultValue = "0", description = "people already inside; 0 for each scenario's own")
    private int before;

    @Option(names = "--rooms", defaultValue = "1000", description = "rooms of \"many\"; ${DEFAULT-VALUE}")
    private int rooms;

    private final List<String> tokens = new ArrayList<>();
    private long app;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RoomsBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Tokens server = new Tokens(url, user, Files.readString(passwordFile).trim(), "rooms");
        app = server.app();
        System.err.println("tokens for " + people + " people");
        makeTokens(server);
        System.out.println(
                "| scenario | logins/s asked | answered | p50 ms | p99 ms | max ms | others told p50 ms | p99 ms |"
                        + " refused | lost | server CPU s | database CPU s | ms of both a login | heap MB |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        if (warmup > 0) {
            run("warm-up", 100, warmup, 0, this::inManyRooms);
        }
        for (String scenario : scenarios) {
            switch (scenario) {
                case "calm" -> run("one at a time", own(5), seconds, 0, this::inManyRooms);
                case "one" -> run("into one room", own(200), seconds, 0, this::inOneRoom);
                case "many" -> run("over " + rooms + " rooms", own(400), seconds, 0, this::inManyRooms);
                case "crowd" ->
                    run("into a room of " + inside(2_000), own(100), seconds, inside(2_000), this::inOneRoom);
                default -> throw new IllegalArgumentException("no scenario " + scenario);
            }
        }
        return 0;
    }

    private double own(double perSecond) {
        return rate > 0 ? rate : perSecond;
    }

    private int inside(int count) {
        return before > 0 ? before : count;
    }

    /** As many at a time as a server takes quietly. */
    private void makeTokens(Tokens server) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> made = new ArrayList<>();
            for (int i = 0; i < people + WATCHERS; i++) {
                int number = i;
                made.add(threads.submit(() -> server.token("u" + number)));
            }
            for (Future<String> each : made) {
                tokens.add(each.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Place {
        String room(int number);
    }

    private String inOneRoom(int number) {
        return "one";
    }

    private String inManyRooms(int number) {
        return "r" + number % rooms;
    }

    private void run(String name, double perSecond, int length, int already, Place place)
            throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.running(command -> command.contains("jboss-modules.jar"));
        ServerProcess database =
                ServerProcess.running(command -> command.matches("(?s)([^\\x00 ]*/)?postgres[:\\x00].*"));
        String label = name.replaceAll("\\W", "-") + "-" + System.currentTimeMillis() % 1_000_000 + "-";
        try (Wire wire = new Wire(URI.create(url));
                Crowd crowd = new Crowd(wire)) {
            for (int i = 0; i < WATCHERS; i++) {
                int number = people + i;
                crowd.enter(
                        new Person(app, label + place.room(i), "u" + number, tokens.get(number), true, crowd),
                        System.nanoTime());
            }
            Crowd.Invitation invitation = number -> new Person(
                    app, label + place.room(number), "u" + number % people, tokens.get(number % people), false, crowd);
            crowd.come(invitation, 0, already, 100);
            crowd.settle(PATIENCE_SECONDS);
            crowd.stayFor(stay);
            crowd.measure();
            ServerProcess.Usage serverBefore = server.usage();
            ServerProcess.Usage databaseBefore = database.usage();
            int count = (int) (perSecond * length);
            long start = System.nanoTime();
            crowd.come(invitation, already, count, perSecond);
            crowd.settle(PATIENCE_SECONDS);
            double took = (System.nanoTime() - start) / 1e9;
            double serverCpu = server.usage().cpuSeconds() - serverBefore.cpuSeconds();
            double databaseCpu = database.usage().cpuSeconds() - databaseBefore.cpuSeconds();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.1f | %.0f | %.0f | %.1f | %.0f | %d | %d | %.1f | %.1f | %.2f | %.0f |%n",
                    name,
                    perSecond,
                    crowd.admitted.get() / took,
                    ms(crowd.logins, 50),
                    ms(crowd.logins, 99),
                    ms(crowd.logins, 100),
                    ms(crowd.news, 50),
                    ms(crowd.news, 99),
                    crowd.asked.get() - crowd.admitted.get(),
                    crowd.lost.get(),
                    serverCpu,
                    databaseCpu,
                    (serverCpu + databaseCpu) * 1_000 / Math.max(1, crowd.admitted.get()),
                    new HeapGauge(metrics).usedMb());
            if (crowd.refused.get() > 0) {
                System.err.println("refused: " + crowd.lastRefusal.get());
            }
            crowd.close();
            TimeUnit.SECONDS.sleep(stay + 2);
        }
    }

    private static double ms(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS_PER_MS;
    }
}
