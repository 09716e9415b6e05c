package io.parley.bench;

import io.parley.relay.RelayConfig;
import io.parley.relay.RelayServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The relay alone in a process of its own, open to everybody, without application and database: what the comparison with other
 * servers measures. Prints {@code ready PORT} when it listens, stops when the process is told to end.
 */
@NullMarked
@Command(name = "relay", description = "Parley's relay alone, open to everybody.")
public final class RelayMain implements Runnable {

    /** Where the relay looks for the audio window until it is a part of its configuration. */
    static final String AUDIO_WINDOW = "parley.relay.audioWindowMs";

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to bind (${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "port to bind, 0 for any (${DEFAULT-VALUE})")
    private int port = 1935;

    @Option(names = "--audio-window-ms", paramLabel = "MS", description = "the same as -D" + AUDIO_WINDOW)
    private int audioWindowMs = -1;

    @Option(names = "--help", usageHelp = true, description = "show this")
    private boolean help;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RelayMain()).execute(arguments));
    }

    @Override
    public void run() {
        if (audioWindowMs >= 0) {
            // before any class of the relay is loaded, as it may read the property only once
            System.setProperty(AUDIO_WINDOW, Integer.toString(audioWindowMs));
        }
        try (RelayServer relay = RelayServer.start(RelayConfig.forCalls(host, port), new OpenGate())) {
            Runtime.getRuntime().addShutdownHook(new Thread(relay::close, "relay-stop"));
            System.out.println("ready " + relay.port());
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new CommandLine.ExecutionException(new CommandLine(this), String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
