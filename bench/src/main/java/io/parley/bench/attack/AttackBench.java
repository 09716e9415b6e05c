package io.parley.bench.attack;

import io.parley.bench.load.LoadResult;
import io.parley.bench.server.Calls;
import io.parley.bench.server.HeapGauge;
import io.parley.bench.server.ServerOptions;
import io.parley.bench.server.Tokens;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Attacks a running server while calls go on, and prints a table, as Markdown, of what callers noticed. Only for a server of your own:
 * attackers connect from this machine, for a bounded time and with a bounded number of connections.
 */
@Command(name = "attack", mixinStandardHelpOptions = true)
public final class AttackBench implements Callable<Integer> {

    private static final int JOIN_SECONDS = 8;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--https-port", defaultValue = "8443", description = "0 leaves HTTPS out; ${DEFAULT-VALUE}")
    private int httpsPort;

    @Option(names = "--media-port", defaultValue = "1935", description = "${DEFAULT-VALUE}")
    private int mediaPort;

    @Option(
            names = "--metrics",
            defaultValue = "http://127.0.0.1:8080/parley/metrics",
            description = "${DEFAULT-VALUE}")
    private String metrics = "";

    @Option(names = "--from", defaultValue = "127.0.0.2", description = "attackers' local address; ${DEFAULT-VALUE}")
    private String from = "";

    @Option(names = "--calls", defaultValue = "20", description = "${DEFAULT-VALUE}")
    private int calls;

    @Option(names = "--seconds", defaultValue = "20", description = "of each attack; ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "30", description = "seconds of logins before; ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--only", defaultValue = "", description = "attacks whose name contains this")
    private String only = "";

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AttackBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Optional<Tokens> signedIn = server.signIn("attack");
        if (signedIn.isEmpty()) {
            return 2;
        }
        Tokens tokens = signedIn.get();
        URI address = server.url();
        Victim victim =
                new Victim(address.getHost(), address.getPort(), httpsPort, mediaPort, from, tokens.app(), "attacked");
        HeapGauge heap = new HeapGauge(metrics);
        try (Calls running = Calls.open(victim.url(), tokens, victim.room(), calls)) {
            LoginProbe probe = new LoginProbe(victim, tokens.token("probe"));
            System.out.println("| attack | login p50 ms | p99 ms | p99 to idle | logins failed | stays lost | streams"
                    + " stalled or lost | attackers cut of opened | answered | attackers' CPU s | heap MB |");
            System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            probe.run(warmup); // the first ones compile the code
            double idle = phase("none", null, running, probe, tokens, heap, 0);
            boolean good = true;
            List<Attack> attacks = Attacks.all(victim);
            for (int i = 0; i < attacks.size(); i++) {
                String name = attacks.get(i).name();
                if (name.contains(only)) {
                    try (Attackers attackers = Attackers.start(victim, i)) {
                        good &= phase(name, attackers, running, probe, tokens, heap, idle) <= 2 * idle;
                    }
                }
            }
            phase("none", null, running, probe, tokens, heap, idle);
            good &= tokens.lost() == 0 && running.open() == running.stays();
            System.out.println(good ? "\nevery call went on" : "\nnot every bar was reached");
            return good ? 0 : 1;
        }
    }

    /** @return p99 of logins in milliseconds */
    private double phase(
            String name,
            @Nullable Attackers attackers,
            Calls running,
            LoginProbe probe,
            Tokens tokens,
            HeapGauge heap,
            double idle)
            throws IOException, InterruptedException {
        AtomicReference<@Nullable LoadResult> media = new AtomicReference<>();
        Thread load = new Thread(() -> media.set(media(running)), "media");
        load.start();
        Thread.sleep(JOIN_SECONDS * 1_000L);
        if (attackers != null) {
            attackers.begin();
        }
        probe.run(seconds);
        Attackers.Report report = attackers == null ? Attackers.Report.NONE : attackers.stop();
        load.join();
        LoadResult seen = media.get();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.1f | %d of %d | %d of %d | %s | %d of %d | %d | %.1f | %.0f |%n",
                name,
                probe.p50(),
                probe.p99(),
                idle == 0 ? 1 : probe.p99() / idle,
                probe.failed(),
                probe.count() + probe.failed(),
                Math.max(tokens.lost(), running.stays() - running.open()),
                running.stays(),
                seen == null
                        ? "not measured"
                        : String.format(
                                Locale.ROOT,
                                "%d of %d",
                                seen.players().stalled()
                                        + seen.players().lost()
                                        + seen.publishers().lost(),
                                running.count()),
                report.outcome().cut(),
                report.outcome().opened(),
                report.outcome().done(),
                report.cpuSeconds(),
                heap.usedMb());
        return probe.p99();
    }

    private @Nullable LoadResult media(Calls running) {
        try {
            return running.media(seconds + JOIN_SECONDS / 2);
        } catch (IOException | RuntimeException e) {
            System.err.println("media: " + e);
            return null;
        }
    }
}
