package io.parley.bench.load;

import io.parley.bench.load.LoadResult.Times;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a result of what was counted. */
final class Evaluation {

    private static final double BITS = 8;
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;
    private static final double KIBI = 1024;

    /**
     * The server's resident memory in megabytes, where it was not measured by the window itself.
     *
     * @param idle before anybody came
     * @param pushed with publishers only
     * @param peak highest seen
     */
    record Memory(double idle, double pushed, double peak) {}

    private final LoadOptions options;
    private final Tally tally;
    private final Crew crew;
    private final Audience audience;
    private int playing;
    private int neverMedia;
    private int lostBefore;

    Evaluation(LoadOptions options, Tally tally, Crew crew, Audience audience) {
        this.options = options;
        this.tally = tally;
        this.crew = crew;
        this.audience = audience;
    }

    /** The window opens now. */
    void begin() {
        if (options.rate == 0) {
            playing = tally.playing - tally.lostConnections;
            neverMedia = audience.players().size() - tally.playing - tally.failed;
        }
        lostBefore = tally.lostConnections;
    }

    LoadResult result(Window window, Memory memory) {
        players().forEach(player -> player.windowEnds(window.end()));
        double seconds = window.seconds();
        double gbit = tally.bytes * BITS / GIGA;
        return new LoadResult(
                options.label,
                seconds,
                publishers(seconds),
                audienceCounts(),
                new LoadResult.Traffic(
                        tally.bytes * BITS / MEGA / seconds,
                        gbit,
                        tally.messages,
                        tally.video,
                        tally.audio,
                        tally.reads),
                new LoadResult.Frames(
                        tally.lost, tally.duplicate, tally.mixed, tally.backwards, tally.unstamped, tally.lostAudio),
                Times.of(tally.latency),
                Times.of(tally.audioLatency),
                Times.of(tally.gap),
                Times.of(tally.firstMedia),
                Times.of(tally.firstPicture),
                Times.of(tally.pictureAge),
                options.slow > 0 ? slow(window.end()) : null,
                options.rate > 0 ? sessions(window) : null,
                options.pids.isEmpty() ? null : server(window, memory, gbit),
                machine(window),
                tally.firstError == null ? "" : tally.firstError);
    }

    private Stream<Player> players() {
        return audience.players().stream().map(PlayerConnection::player);
    }

    private LoadResult.Publishers publishers(double seconds) {
        return new LoadResult.Publishers(
                crew.started(),
                tally.failedPublishers,
                tally.lostPublishers,
                tally.pushedBytes * BITS / MEGA / seconds,
                tally.latestNanos / MEGA,
                tally.mostWaiting / KIBI);
    }

    private LoadResult.Players audienceCounts() {
        return new LoadResult.Players(
                playing,
                tally.failed,
                neverMedia,
                tally.lostConnections - lostBefore,
                count(player -> player.isStalled() && !player.isSlow()),
                count(player -> player.isLossy() && !player.isSlow()));
    }

    private int count(Predicate<Player> which) {
        return (int) players().filter(which).count();
    }

    private LoadResult.Slow slow(long end) {
        long slowest = players()
                .filter(player -> player.isSlow() && player.sawSince(end - tally.stallNanos))
                .mapToLong(Player::catchUpNanos)
                .reduce(0, (a, b) -> a < 0 || b < 0 ? -1 : Math.max(a, b));
        return new LoadResult.Slow(
                options.slow,
                options.slowFor,
                audience.cutOff(),
                count(player -> player.isSlow() && player.sawSince(end - tally.stallNanos)),
                tally.slowLost,
                Times.of(tally.slowAge),
                tally.staleFrames,
                slowest < 0 ? -1 : slowest / MEGA);
    }

    private LoadResult.Sessions sessions(Window window) {
        return new LoadResult.Sessions(
                tally.sessions,
                tally.failedSessions,
                tally.sessions / window.seconds(),
                Times.of(tally.opening),
                options.pids.isEmpty() || tally.sessions == 0 ? -1 : window.cpuSeconds() * 1_000 / tally.sessions);
    }

    private LoadResult.Server server(Window window, Memory memory, double gbit) {
        return new LoadResult.Server(
                window.last().processes(),
                window.last().threads(),
                window.cpuSeconds(),
                window.cpuSeconds() / window.seconds(),
                gbit > 0 ? window.cpuSeconds() / gbit : -1,
                memory.idle(),
                memory.pushed(),
                window.start().rssMb(),
                memory.peak(),
                window.last().rssMb(),
                playing > 0 ? (window.start().rssMb() - memory.pushed()) * KIBI / playing : 0);
    }

    private static LoadResult.Machine machine(Window window) {
        MachineUse use = window.machine();
        double others = Math.max(0, use.busy() - use.own() - window.cpuSeconds());
        return new LoadResult.Machine(
                use.own() / window.seconds(), others / window.seconds(), use.steal() / window.seconds());
    }
}
