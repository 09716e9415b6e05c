package io.parley.bench.server;

import io.parley.bench.load.MeasuredProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The server's used heap by its metrics page, in MB; -1 where that cannot be reached. */
public final class HeapGauge {

    private static final Pattern USED =
            Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)$");
    private static final double MB = 1 << 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String metrics;

    public HeapGauge(String metrics) {
        this.metrics = metrics;
    }

    /** The heap that is in use after a collection, where the server is on this machine; else as {@link #usedMb}. */
    public double liveMb() throws IOException, InterruptedException {
        for (long process : MeasuredProcess.running(command -> command.contains("jboss-modules.jar"))
                .roots()) {
            new ProcessBuilder(System.getProperty("java.home", "") + "/bin/jcmd", Long.toString(process), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        return usedMb();
    }

    public double usedMb() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(metrics))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            String page =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            // one line for each pool of the heap
            List<MatchResult> pools = USED.matcher(page).results().toList();
            return pools.isEmpty()
                    ? -1
                    : pools.stream()
                                    .mapToDouble(pool -> Double.parseDouble(pool.group(1)))
                                    .sum()
                            / MB;
        } catch (IOException e) {
            return -1;
        }
    }
}
