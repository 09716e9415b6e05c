package io.parley.bench.load;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a result for people to read. */
final class LoadReport {

    private final PrintStream out;

    private LoadReport(PrintStream out) {
        this.out = out;
    }

    static void print(LoadResult result, PrintStream out) {
        new LoadReport(out).print(result);
    }

    private void print(LoadResult result) {
        LoadResult.Publishers publishers = result.publishers();
        line(
                "publishers",
                "%d started, %d failed, %d lost; %.1f Mbit/s, sent at most %.1f ms late, %.0f kB left unread",
                publishers.started(),
                publishers.failed(),
                publishers.lost(),
                publishers.mbps(),
                publishers.latestMs(),
                publishers.mostWaitingKb());
        LoadResult.Players players = result.players();
        line(
                "players",
                "%d playing, %d failed, %d never had media, %d lost, %d stalled, %d missed frames",
                players.playing(),
                players.failed(),
                players.neverMedia(),
                players.lost(),
                players.stalled(),
                players.lossy());
        LoadResult.Traffic traffic = result.traffic();
        line(
                "received",
                "%.1f Mbit/s, %.3f Gbit in %.1f s; %d video and %d audio messages in %d reads",
                traffic.mbps(),
                traffic.gbit(),
                result.seconds(),
                traffic.video(),
                traffic.audio(),
                traffic.reads());
        LoadResult.Frames frames = result.frames();
        line(
                "frames",
                "%d lost, %d duplicate, %d of other streams, %d back in time, %d without a stamp",
                frames.lost(),
                frames.duplicate(),
                frames.mixed(),
                frames.backwards(),
                frames.unstamped());
        times("latency", result.latencyMs());
        times("audio latency", result.audioLatencyMs());
        times("frame gap", result.gapMs());
        times("first media", result.firstMediaMs());
        times("first picture", result.firstPictureMs());
        times("its age", result.pictureAgeMs());
        print(result.slow());
        print(result.sessions());
        print(result.server());
        LoadResult.Machine machine = result.machine();
        line(
                "machine",
                "%.2f cores load generator, %.2f others, %.2f stolen",
                machine.own(),
                machine.others(),
                machine.steal());
        if (!result.error().isEmpty()) {
            line("first error", "%s", result.error());
        }
    }

    private void print(LoadResult.@Nullable Slow slow) {
        if (slow != null) {
            line(
                    "slow players",
                    "%d stopped for %.0f s: %d cut off, %d play again after %.0f ms; %d frames lost, %d shown late",
                    slow.players(),
                    slow.seconds(),
                    slow.cutOff(),
                    slow.resumed(),
                    slow.caughtUpMs(),
                    slow.lostFrames(),
                    slow.staleFrames());
            times("what they saw", slow.ageMs());
        }
    }

    private void print(LoadResult.@Nullable Sessions sessions) {
        if (sessions != null) {
            line(
                    "sessions",
                    "%d opened, %d failed, %.1f a second, %.3f ms of server CPU each",
                    sessions.opened(),
                    sessions.failed(),
                    sessions.perSecond(),
                    sessions.serverCpuMs());
            times("opening", sessions.openingMs());
        }
    }

    private void print(LoadResult.@Nullable Server server) {
        if (server != null) {
            line(
                    "server CPU",
                    "%.3f s per Gbit, %.3f cores, %.2f s; %d processes, %d threads",
                    server.cpuSecondsPerGbit(),
                    server.cores(),
                    server.cpuSeconds(),
                    server.processes(),
                    server.threads());
            line(
                    "server memory",
                    "%.1f MB idle, %.1f with publishers, %.1f at start, %.1f peak, %.1f at end; %.1f kB a player",
                    server.rssIdleMb(),
                    server.rssPushedMb(),
                    server.rssStartMb(),
                    server.rssPeakMb(),
                    server.rssEndMb(),
                    server.kbPerPlayer());
        }
    }

    private void times(String what, LoadResult.@Nullable Times times) {
        if (times != null) {
            line(
                    what,
                    "p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, max %.2f (%d)",
                    times.p50(),
                    times.p90(),
                    times.p99(),
                    times.p999(),
                    times.max(),
                    times.count());
        }
    }

    private void line(String what, String format, Object... values) {
        out.printf(Locale.ROOT, "%-14s " + format + "%n", prepend(what, values));
    }

    private static Object[] prepend(String what, Object[] values) {
        Object[] all = new Object[values.length + 1];
        all[0] = what;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }
}
