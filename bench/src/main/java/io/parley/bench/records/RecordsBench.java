package io.parley.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.records.Server.Answer;
import io.parley.bench.records.TimedQuery.Known;
import io.parley.bench.server.ServerOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Asks a running server for every list and every report many times with other arguments each time and prints a table of how long that
 * took, as Markdown. What is measured is the whole request over loopback: HTTP, token, transaction, queries, JSON.
 */
@Command(name = "records", mixinStandardHelpOptions = true)
public final class RecordsBench implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = "--app",
            defaultValue = "900000001",
            description = "an app with a history: ${DEFAULT-VALUE}, of the demo data")
    private long app;

    @Option(names = "--rounds", defaultValue = "60")
    private int rounds;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(
            names = "--p95-ms",
            defaultValue = "500",
            description = "ends with status 1 when a p95 is above; ${DEFAULT-VALUE}")
    private double bar;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RecordsBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<String> password = options.password();
        if (password.isEmpty()) {
            return 2;
        }
        Server server = new Server(options.url().toString(), options.user(), password.get());
        Instant now = Instant.now();
        Known known = known(server, now);
        List<TimedQuery> questions = new ArrayList<>(TimedQuery.lists(known, now));
        questions.addAll(TimedQuery.reports(known, now));
        questions.addAll(TimedQuery.pages(known));
        System.out.printf(
                Locale.ROOT, "| ms, %d requests each | p50 | p95 | max |%n| --- | --- | --- | --- |%n", rounds);
        boolean good = true;
        for (TimedQuery question : questions) {
            good &= measure(server, question);
        }
        return good ? 0 : 1;
    }

    private boolean measure(Server server, TimedQuery question) throws IOException, InterruptedException {
        Random random = new Random(seed);
        Histogram times = new Histogram(3);
        for (int i = 0; i < rounds; i++) {
            String path = question.path().apply(random);
            Answer answer = server.get(path);
            if (answer.status() != 200) {
                System.out.printf(Locale.ROOT, "| %s | %s: %d | | |%n", question.name(), path, answer.status());
                return false;
            }
            times.recordValue(answer.nanos() / 1_000);
        }
        double p95 = times.getValueAtPercentile(95) / 1_000.0;
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f |%n",
                question.name(),
                times.getValueAtPercentile(50) / 1_000.0,
                p95,
                times.getMaxValue() / 1_000.0);
        return p95 <= bar;
    }

    /** Some rooms, users and streams from all over the year, and the call with the most people. */
    private Known known(Server server, Instant now) throws IOException, InterruptedException {
        Set<String> rooms = new TreeSet<>();
        Set<String> users = new TreeSet<>();
        Set<String> streams = new TreeSet<>();
        String largest = "";
        int most = 0;
        for (int month = 1; month <= 12; month++) {
            Instant to = now.minusSeconds((month - 1) * 30L * 86_400);
            String range = "?limit=200&from=" + to.minusSeconds(30L * 86_400) + "&to=" + to;
            JsonNode calls = server.json("/apps/" + app + "/calls" + range + "&sort=people");
            for (JsonNode call : calls.get("calls")) {
                rooms.add(call.get("roomID").asText());
                if (call.get("peakUsers").asInt() > most) {
                    most = call.get("peakUsers").asInt();
                    largest = call.get("callID").asText();
                }
            }
            JsonNode streamsOfMonth = server.json("/apps/" + app + "/publications" + range);
            for (JsonNode push : streamsOfMonth.get("rows")) {
                users.add(push.get("userID").asText());
                streams.add(push.get("streamID").asText());
            }
        }
        System.out.printf(Locale.ROOT, "the largest call, %s, has %d people%n%n", largest, most);
        return new Known(app, List.copyOf(rooms), List.copyOf(users), List.copyOf(streams), largest);
    }
}
