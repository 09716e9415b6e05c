package io.parley.bench.relay;

import io.parley.relay.RelayServer;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.transport.CongestionControl;
import io.parley.relay.transport.Transport;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The relay alone in a process of its own, open to all clients, without application and database: what the comparison with other
 * servers measures. Prints {@code ready PORT} when it listens, stops when the process is told to end.
 */
@NullMarked
@Command(name = "relay", description = "Parley's relay alone, open to all clients.")
public final class RelayMain implements Runnable {

    private static final RelaySetting[] LIMITS_OF_ONE_CLIENT = {
        RelaySetting.CONNECTIONS_PER_ADDRESS,
        RelaySetting.HALF_OPEN_PER_ADDRESS,
        RelaySetting.MAX_HALF_OPEN,
        RelaySetting.MESSAGES_PER_SECOND,
        RelaySetting.COMMANDS_PER_SECOND,
        RelaySetting.PUBLISHER_KBITS
    };

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to bind (${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "port to bind, 0 for any (${DEFAULT-VALUE})")
    private int port = 1935;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a setting of the relay, like audio-window-ms=0")
    private Map<String, Integer> settings = Map.of();

    @Option(names = "--transport", description = "epoll-ring, epoll, io-uring or nio instead of the best there is")
    private String transport = "";

    @Option(
            names = "--congestion-control",
            description =
                    "what sockets of players ask for; bbr on the server, which paces by timers on a loopback device too")
    private String congestionControl = CongestionControl.OF_THE_SYSTEM;

    @Option(names = "--help", usageHelp = true, description = "show this")
    private boolean help;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RelayMain()).execute(arguments));
    }

    private RelayConfig config() {
        // All load comes from one address here, all at once, and is what the scenario says it is.
        RelayConfig config = RelayConfig.forCalls(host, port).withCongestionControl(congestionControl);
        for (RelaySetting limit : LIMITS_OF_ONE_CLIENT) {
            config = config.with(limit, 0);
        }
        for (RelaySetting setting : RelaySetting.values()) {
            Integer value = settings.get(setting.key());
            config = value == null ? config : config.with(setting, value);
        }
        return transport.isEmpty() ? config : config.with(Transport.of(transport));
    }

    @Override
    public void run() {
        try (RelayServer relay = RelayServer.start(config(), new OpenGate())) {
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
