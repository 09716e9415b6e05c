package io.parley.bench.rooms;

import io.parley.bench.server.HeapGauge;
import io.parley.bench.server.ServerOptions;
import io.parley.bench.server.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Sends a crowd to the signalling of a running server and prints, as Markdown, how soon people were in, how soon others heard of it,
 * and what server and database used.
 */
@Command(
        name = "rooms",
        mixinStandardHelpOptions = true,
        footer = {
            "Scenarios:",
            "  calm     people who come one at a time",
            "  many     people who come to many rooms",
            "  one      people who come to one room",
            "  crowd    people who come to a room with 2,000 in it",
            "  cut      3,000 connections are cut, and all come back at once, while calls go on",
            "  gone     3,000 connections are cut, and no user comes back",
            "  idle     10,000 connections that only say that they are there",
            "  talk     messages to all users in a room",
            "  publish  200 who begin to publish at the same moment",
            "  pgbench  the statements of a login and its end, sent by pgbench: the yardstick"
        })
public final class RoomsBench implements Callable<Integer> {

    private static final int PAUSE_SECONDS = 3;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--metrics",
            defaultValue = "http://127.0.0.1:8080/parley/metrics",
            description = "${DEFAULT-VALUE}")
    private String metrics = "";

    @Option(
            names = "--scenarios",
            split = ",",
            defaultValue = "calm,many,one,crowd,cut,gone,idle,talk,publish",
            description = "see below; ${DEFAULT-VALUE}")
    private List<String> scenarios = List.of();

    @Option(names = "--rate", defaultValue = "0", description = "a second; 0 for each scenario's own")
    private double rate;

    @Option(names = "--seconds", defaultValue = "60", description = "of each scenario; ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "30", description = "seconds before the first; ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--stay", defaultValue = "5", description = "seconds that people stay; ${DEFAULT-VALUE}")
    private int stay;

    @Option(names = "--people", defaultValue = "3000", description = "different users; ${DEFAULT-VALUE}")
    private int people;

    @Option(names = "--inside", defaultValue = "0", description = "people already inside; 0 for each scenario's own")
    private int inside;

    @Option(names = "--rooms", defaultValue = "1000", description = "rooms of \"many\"; ${DEFAULT-VALUE}")
    private int rooms;

    @Option(
            names = "--calls",
            defaultValue = "50",
            description = "that go on beside \"cut\" and \"gone\"; ${DEFAULT-VALUE}")
    private int calls;

    @Option(names = "--data", description = "directory of the server's embedded database, for \"pgbench\"")
    private @Nullable Path data;

    @Option(names = "--pgbench", defaultValue = "pgbench", description = "the program; ${DEFAULT-VALUE}")
    private String pgbench = "";

    private String lastHead = "";

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RoomsBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Optional<Tokens> signedIn = server.signIn("rooms");
        if (signedIn.isEmpty()) {
            return 2;
        }
        System.err.println("tokens for " + people + " people");
        TestBed bed = TestBed.make(server.url(), signedIn.get(), new HeapGauge(metrics), people);
        if (warmup > 0) {
            head(LoginScenario.HEAD);
            logins("warm-up", 100, warmup, 0, rooms).run(bed);
        }
        for (String scenario : scenarios) {
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
            try {
                run(scenario, bed);
            } catch (IOException e) {
                System.err.println(scenario + ": " + e.getMessage());
                return 1;
            }
        }
        return 0;
    }

    private void run(String scenario, TestBed bed)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        switch (scenario) {
            case "calm", "many", "one", "crowd" -> {
                head(LoginScenario.HEAD);
                logins(scenario).run(bed);
            }
            case "cut", "gone" -> {
                head(StormScenario.HEAD);
                new StormScenario(inside(3_000), scenario.equals("cut"), calls).run(bed);
            }
            case "idle" -> {
                head(IdleScenario.HEAD);
                new IdleScenario(inside(10_000)).run(bed);
            }
            case "talk" -> {
                head(MessageScenario.HEAD);
                new MessageScenario(100, own(200), seconds).run(bed);
            }
            case "publish" -> {
                head(PublishScenario.HEAD);
                new PublishScenario(inside(200), own(100), Math.min(seconds, 15)).run(bed);
            }
            case "pgbench" -> {
                head(PgbenchScenario.HEAD);
                new PgbenchScenario(pgbench, data, Math.min(seconds, 30), rooms)
                        .run(bed.server().app());
            }
            default -> throw new CommandLine.ParameterException(new CommandLine(this), "no scenario " + scenario);
        }
    }

    private LoginScenario logins(String scenario) {
        return switch (scenario) {
            case "calm" -> logins("one at a time", own(5), seconds, 0, rooms);
            case "many" -> logins("over " + rooms + " rooms", own(400), seconds, 0, rooms);
            case "one" -> logins("into one room", own(200), seconds, 0, 1);
            default -> logins("into a room of " + inside(2_000), own(100), seconds, inside(2_000), 1);
        };
    }

    private LoginScenario logins(String name, double perSecond, int length, int already, int many) {
        IntFunction<String> room = number -> "r" + number % many;
        return new LoginScenario(name, perSecond, length, stay, already, many, room);
    }

    /** Prints a table's first lines, unless the row before was of the same kind. */
    private void head(String head) {
        if (!head.equals(lastHead)) {
            System.out.println((lastHead.isEmpty() ? "" : "\n") + head);
            lastHead = head;
        }
    }

    private double own(double perSecond) {
        return rate > 0 ? rate : perSecond;
    }

    private int inside(int count) {
        return inside > 0 ? inside : count;
    }
}
