package io.parley.bench.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Result of a run. Unless said otherwise, of the measured window only.
 *
 * @param label as given
 * @param seconds length of the window
 * @param publishers those who push
 * @param players those who play
 * @param traffic the bytes that players received
 * @param frames the frames that they got and missed; without players that were stopped on purpose
 * @param latencyMs from handing a frame to the kernel to having read it whole; without frames sent before the player asked, and
 *     without players that were stopped on purpose
 * @param audioLatencyMs the same of audio, where it was stamped
 * @param gapMs between a player's frames
 * @param firstMediaMs from connecting to the first audio or video, of all players
 * @param firstPictureMs from connecting to the first key frame, of all players
 * @param pictureAgeMs the age of that key frame: what a player starts behind
 * @param continuity how much of the time there was something to see and to hear; without players that were stopped on purpose
 * @param slow players that were stopped on purpose, or null when none were
 * @param sessions sessions opened one after another, or null when none were
 * @param server the server's processes, or null when none were named
 * @param machine by which a bad run can be told
 * @param error the first thing that went wrong, or empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoadResult(
        String label,
        double seconds,
        Publishers publishers,
        Players players,
        Traffic traffic,
        Frames frames,
        @Nullable Times latencyMs,
        @Nullable Times audioLatencyMs,
        @Nullable Times gapMs,
        @Nullable Times firstMediaMs,
        @Nullable Times firstPictureMs,
        @Nullable Times pictureAgeMs,
        Continuity continuity,
        @Nullable Slow slow,
        @Nullable Sessions sessions,
        @Nullable Server server,
        Machine machine,
        String error) {

    /**
     * Percentiles of times in milliseconds.
     *
     * @param count the number that was measured
     */
    public record Times(double p50, double p90, double p99, double p999, double max, long count) {

        private static final double MICROS = 1_000;

        /** Null when nothing was measured. */
        static @Nullable Times of(Histogram micros) {
            if (micros.getTotalCount() == 0) {
                return null;
            }
            return new Times(
                    micros.getValueAtPercentile(50) / MICROS,
                    micros.getValueAtPercentile(90) / MICROS,
                    micros.getValueAtPercentile(99) / MICROS,
                    micros.getValueAtPercentile(99.9) / MICROS,
                    micros.getMaxValue() / MICROS,
                    micros.getTotalCount());
        }
    }

    /**
     * @param started that the server let push
     * @param failed that it did not
     * @param lost that were cut off later, also before the window
     * @param mbps pushed by all
     * @param latestMs the longest that a message was sent after its time: the load generator's own lateness
     * @param mostWaitingKb the most bytes of one publisher that the server left unread
     */
    public record Publishers(int started, int failed, int lost, double mbps, double latestMs, double mostWaitingKb) {}

    /**
     * @param playing that had media when the window began
     * @param failed that were refused or cut off before they had any
     * @param neverMedia that were connected and had none
     * @param lost that were cut off in the window
     * @param stalled that saw no frame for a second
     * @param lossy that missed frames
     */
    public record Players(int playing, int failed, int neverMedia, int lost, int stalled, int lossy) {}

    /**
     * @param mbps received by all players, with headers, as read from sockets
     * @param gbit the same as an amount
     * @param reads reads of sockets that brought something
     */
    public record Traffic(double mbps, double gbit, long messages, long video, long audio, long reads) {}

    /**
     * @param lost missing between two that came
     * @param duplicate that came again, or late
     * @param mixed of another stream than the one asked for
     * @param backwards whose timestamp was lower than the one before
     * @param unstamped without a stamp that could be read
     * @param lostAudio missing audio frames, where audio was stamped
     */
    public record Frames(long lost, long duplicate, long mixed, long backwards, long unstamped, long lostAudio) {}

    /**
     * Shares of the players' time, in percent.
     *
     * @param picture with a frame at least every half second
     * @param sound with audio at least every 200 ms
     */
    public record Continuity(double picture, double sound) {}

    /**
     * @param players that stopped reading
     * @param seconds for how long
     * @param cutOff that the server disconnected
     * @param resumed that saw a frame in the last second of the window
     * @param lostFrames that they never got
     * @param ageMs of what they saw after they read again
     * @param staleFrames how many of those frames were over a second old
     * @param caughtUpMs how long after that the slowest was less than a second behind for good; -1 when one never was
     */
    public record Slow(
            int players,
            double seconds,
            int cutOff,
            int resumed,
            long lostFrames,
            @Nullable Times ageMs,
            long staleFrames,
            double caughtUpMs) {}

    /**
     * @param opened as many sessions
     * @param failed as many attempts
     * @param perSecond opened
     * @param openingMs from connecting to Play.Start, or to the first key frame
     * @param serverCpuMs of the server for each, or -1 when its processes were not named
     */
    public record Sessions(
            long opened,
            long failed,
            double perSecond,
            @Nullable Times openingMs,
            double serverCpuMs) {}

    /**
     * @param cpuSeconds user and system time
     * @param cores the same per second
     * @param cpuSecondsPerGbit the same per gigabit that players received, or -1
     * @param rssIdleMb resident memory before the first client came
     * @param rssPushedMb with publishers only
     * @param rssStartMb when the window began
     * @param rssPeakMb highest seen in the window
     * @param rssEndMb when it ended
     * @param kbPerPlayer how much more at the start of the window than with publishers only, for each player
     */
    public record Server(
            int processes,
            int threads,
            double cpuSeconds,
            double cores,
            double cpuSecondsPerGbit,
            double rssIdleMb,
            double rssPushedMb,
            double rssStartMb,
            double rssPeakMb,
            double rssEndMb,
            double kbPerPlayer) {}

    /**
     * Processor use in cores.
     *
     * @param own of the load generator
     * @param others of everything but it and the server; without the server's processes named, the server is among them
     * @param steal taken by the hypervisor
     */
    public record Machine(double own, double others, double steal) {}
}
