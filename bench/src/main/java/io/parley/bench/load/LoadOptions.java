package io.parley.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options of the load generator. Times in seconds unless the name says otherwise. */
final class LoadOptions {

    @Option(
            names = "--push",
            paramLabel = "URL",
            description = "where to push: rtmp://host:port/app (${DEFAULT-VALUE})")
    String push = "rtmp://127.0.0.1:1935/live";

    @Option(
            names = "--play",
            paramLabel = "URL",
            description = "where to play, with the stream as %%s (its name) or %%d (its number): rtmp://host/app/%%s,"
                    + " http://host/app/%%s.flv or ws://host/app/%%s.flv (as pushed)")
    @Nullable
    String play;

    @Option(names = "--name", paramLabel = "NAME", description = "streams' name, %%d is the number (${DEFAULT-VALUE})")
    String name = "s%d";

    @Option(names = "--query", paramLabel = "QUERY", description = "appended to the name that is pushed; %%d works")
    String query = "";

    @Option(
            names = "--play-query",
            paramLabel = "QUERY",
            description = "appended to the name that is played (as pushed)")
    @Nullable
    String playQuery;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description = "a line for each stream: pushed-name?query played-name?query")
    @Nullable
    Path names;

    @Option(names = "--film", paramLabel = "FILE", description = "FLV file to push, H.264 and AAC (one made up)")
    @Nullable
    Path film;

    @Option(names = "--publishers", paramLabel = "N", description = "streams (${DEFAULT-VALUE})")
    int publishers = 1;

    @Option(names = "--players", paramLabel = "N", description = "players of each stream (${DEFAULT-VALUE})")
    int players = 1;

    @Option(names = "--no-push", description = "only play: another program pushes")
    boolean noPush;

    @Option(names = "--duration", paramLabel = "S", description = "what is measured (${DEFAULT-VALUE})")
    double duration = 15;

    @Option(names = "--warmup", paramLabel = "S", description = "between the last join and that (${DEFAULT-VALUE})")
    double warmup = 3;

    @Option(names = "--join-over", paramLabel = "S", description = "spread joins (200 a second)")
    double joinOver;

    @Option(names = "--join-wait", paramLabel = "S", description = "longest wait for media (${DEFAULT-VALUE})")
    double joinWait = 20;

    @Option(
            names = "--stall",
            paramLabel = "S",
            description = "without a frame for so long is stalled (${DEFAULT-VALUE})")
    double stall = 1;

    @Option(names = "--slow", paramLabel = "K", description = "so many players stop reading for a while")
    int slow;

    @Option(names = "--slow-at", paramLabel = "S", description = "when, from the start (${DEFAULT-VALUE})")
    double slowAt = 3;

    @Option(names = "--slow-for", paramLabel = "S", description = "for how long (${DEFAULT-VALUE})")
    double slowFor = 30;

    @Option(
            names = "--rcvbuf",
            paramLabel = "BYTES",
            description = "receive buffer of slow players, without --slow of all (the system's)")
    int receiveBuffer;

    @Option(names = "--rate", paramLabel = "C", description = "open play sessions all the time, C at once")
    int rate;

    @Option(names = "--rate-key", description = "with --rate: a session ends at its first key frame, not at Play.Start")
    boolean rateKey;

    @Option(names = "--pid", paramLabel = "PID", split = ",", description = "the server's processes, to be accounted")
    List<Long> pids = new ArrayList<>();

    @Option(names = "--chunk", paramLabel = "BYTES", description = "size of chunks that are sent (${DEFAULT-VALUE})")
    int chunk = 60_000;

    @Option(names = "--ts-base", paramLabel = "MS", description = "timestamp of the first message (${DEFAULT-VALUE})")
    long firstTimestamp;

    @Option(names = "--stamp-audio", description = "stamp audio too: 34 bytes behind each frame")
    boolean stampAudio;

    @Option(names = "--label", paramLabel = "TEXT", description = "copied to the result")
    String label = "";

    int playerCount() {
        return rate > 0 ? rate : publishers * players;
    }

    /** Throws an {@link IllegalArgumentException} that says what cannot be. */
    void check() {
        require(publishers > 0, "--publishers must be 1 or more");
        require(players >= 0, "--players must not be negative");
        require(duration > 0 && warmup >= 0 && joinOver >= 0, "times must not be negative");
        require(chunk >= 128 && chunk <= 0xffffff, "--chunk must be 128 to 16777215");
        require(slow >= 0 && slow <= playerCount(), "--slow must not be more than there are players");
        require(slow == 0 || rate == 0, "--slow and --rate exclude each other");
        require(slow == 0 || slowAt + slowFor < duration, "--duration must be longer than --slow-at and --slow-for");
        require(firstTimestamp >= 0 && firstTimestamp < 1L << 32, "--ts-base must have 32 bits");
        require(Endpoint.of(push).protocol() == Endpoint.Protocol.RTMP, "--push must be rtmp://");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
