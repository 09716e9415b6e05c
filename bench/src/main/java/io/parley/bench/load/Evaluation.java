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
     * @param idle before the first client came
     * @param pushed with publishers only
     * @param peak highest seen
     */
    record Memory(double idle, double pushed, double peak) {}

    private final LoadOptions options;
    private final PlayerMeasurements measurements;
    private final PublisherGroup crew;
    private final PlayerGroup audience;
    private int playing;
    private int neverMedia;
    private int lostBefore;

    Evaluation(LoadOptions options, PlayerMeasurements measurements, PublisherGroup crew, PlayerGroup audience) {
        this.options = options;
        this.measurements = measurements;
        this.crew = crew;
        this.audience = audience;
    }

    /** The window opens now. */
    void begin() {
        if (options.rate == 0) {
            playing = measurements.playing - measurements.lostConnections;
            neverMedia = audience.players().size() - measurements.playing - measurements.failed;
        }
        lostBefore = measurements.lostConnections;
    }

    LoadResult result(Window window, Memory memory) {
        players().forEach(player -> player.windowEnds(window.end()));
        double seconds = window.seconds();
        double gbit = measurements.bytes * BITS / GIGA;
        return new LoadResult(
                options.label,
                seconds,
                publishers(seconds),
                audienceCounts(),
                new LoadResult.Traffic(
                        measurements.bytes * BITS / MEGA / seconds,
                        gbit,
                        measurements.messages,
                        measurements.video,
                        measurements.audio,
                        measurements.reads),
                new LoadResult.Frames(
                        measurements.lost,
                        measurements.duplicate,
                        measurements.mixed,
                        measurements.backwards,
                        measurements.unstamped,
                        measurements.lostAudio),
                Times.of(measurements.latency),
                Times.of(measurements.audioLatency),
                Times.of(measurements.gap),
                Times.of(measurements.firstMedia),
                Times.of(measurements.firstPicture),
                Times.of(measurements.pictureAge),
                continuity(seconds),
                options.slow > 0 ? slow(window.end()) : null,
                options.rate > 0 ? sessions(window) : null,
                options.pids.isEmpty() ? null : server(window, memory, gbit),
                machine(window),
                measurements.firstError == null ? "" : measurements.firstError);
    }

    private LoadResult.Continuity continuity(double seconds) {
        double all = count(player -> !player.isSlow()) * seconds * GIGA;
        return new LoadResult.Continuity(share(measurements.frozenNanos, all), share(measurements.silentNanos, all));
    }

    private static double share(long missing, double all) {
        return all > 0 ? 100 * (1 - missing / all) : 0;
    }

    private Stream<LoadPlayer> players() {
        return audience.players().stream().map(LoadPlayerConnection::player);
    }

    private LoadResult.Publishers publishers(double seconds) {
        return new LoadResult.Publishers(
                crew.started(),
                measurements.failedPublishers,
                measurements.lostPublishers,
                measurements.pushedBytes * BITS / MEGA / seconds,
                measurements.latestNanos / MEGA,
                measurements.mostWaiting / KIBI);
    }

    private LoadResult.Players audienceCounts() {
        return new LoadResult.Players(
                playing,
                measurements.failed,
                neverMedia,
                measurements.lostConnections - lostBefore,
                count(player -> player.isStalled() && !player.isSlow()),
                count(player -> player.isLossy() && !player.isSlow()));
    }

    private int count(Predicate<LoadPlayer> which) {
        return (int) players().filter(which).count();
    }

    private LoadResult.Slow slow(long end) {
        long slowest = players()
                .filter(player -> player.isSlow() && player.sawSince(end - measurements.stallNanos))
                .mapToLong(LoadPlayer::catchUpNanos)
                .reduce(0, (a, b) -> a < 0 || b < 0 ? -1 : Math.max(a, b));
        return new LoadResult.Slow(
                options.slow,
                options.slowFor,
                audience.cutOff(),
                count(player -> player.isSlow() && player.sawSince(end - measurements.stallNanos)),
                measurements.slowLost,
                Times.of(measurements.slowAge),
                measurements.staleFrames,
                slowest < 0 ? -1 : slowest / MEGA);
    }

    private LoadResult.Sessions sessions(Window window) {
        return new LoadResult.Sessions(
                measurements.sessions,
                measurements.failedSessions,
                measurements.sessions / window.seconds(),
                Times.of(measurements.opening),
                options.pids.isEmpty() || measurements.sessions == 0
                        ? -1
                        : window.cpuSeconds() * 1_000 / measurements.sessions);
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
