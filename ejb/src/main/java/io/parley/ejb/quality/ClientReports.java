package io.parley.ejb.quality;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.quality.MediaSide;
import io.parley.persistence.quality.QualitySample;
import io.parley.persistence.quality.QualitySample.Sums;
import io.parley.persistence.quality.QualitySampleRepository.StreamOfStay;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Quality reports of clients, held until they are stored. Bounded: excess reports are dropped. A client can only tell of media
 * that it publishes or plays itself, and is believed in nothing else. Thread-safe.
 */
@ApplicationScoped
public class ClientReports {

    /** One stream's report. */
    public record Report(StreamOfStay stream, Sums sums) {}

    /** Statistics of one stream as a client reports them, unchecked. */
    public record Claim(
            StreamId stream, MediaSide side, long bytes, long frames, long audioGapMs, long videoGapMs, int rttMs) {}

    /** Streams in one message. */
    static final int MOST_STREAMS = 32;

    /** Messages of one stay between two writings: one is due, and one may come early. */
    static final int MOST_MESSAGES = 2;

    /** Reports that wait to be written. */
    static final int MOST_WAITING = 20_000;

    /** The fastest a stream can have been, in bytes per millisecond: a gigabit per second. */
    private static final long FASTEST = 125_000;

    private static final int MOST_FRAMES_PER_SECOND = 1_000;
    private static final int LONGEST_ROUND_TRIP = 600_000;

    private final Map<Long, Integer> messages = new HashMap<>();
    private List<Report> waiting = new ArrayList<>();

    /**
     * Takes a client's report.
     *
     * @param windowMs how long the client has looked, 1 to 600000
     */
    public void take(long stayId, long windowMs, List<Claim> claims) {
        if (windowMs < 1 || windowMs > QualitySample.LONGEST_WINDOW) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "windowMs must be 1 to " + QualitySample.LONGEST_WINDOW);
        }
        if (claims.isEmpty() || claims.size() > MOST_STREAMS) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "streams must have 1 to " + MOST_STREAMS);
        }
        List<Report> reports = claims.stream()
                .map(claim -> new Report(
                        new StreamOfStay(stayId, claim.side(), claim.stream().value()), judged((int) windowMs, claim)))
                .toList();
        if (!queue(stayId, reports)) {
            throw new Refused(Refusal.TOO_MANY);
        }
    }

    private static Sums judged(int window, Claim claim) {
        requireRange("bytes", claim.bytes(), window * FASTEST);
        requireRange(
                "frames", claim.frames(), Math.max(MOST_FRAMES_PER_SECOND, window / 1_000L * MOST_FRAMES_PER_SECOND));
        requireRange("audioGapMs", claim.audioGapMs(), window);
        requireRange("videoGapMs", claim.videoGapMs(), window);
        requireRange("rttMs", claim.rttMs(), LONGEST_ROUND_TRIP);
        return new Sums(
                window,
                claim.bytes(),
                (int) claim.frames(),
                (int) claim.audioGapMs(),
                (int) claim.videoGapMs(),
                claim.rttMs() == 0 ? null : claim.rttMs(),
                null);
    }

    private static void requireRange(String name, long value, long most) {
        if (value < 0 || value > most) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name + " must be 0 to " + most);
        }
    }

    /** False when this stay has said enough for now. */
    private synchronized boolean queue(long stayId, List<Report> reports) {
        if (messages.size() >= MOST_WAITING || waiting.size() + reports.size() > MOST_WAITING) {
            return true; // losable: nobody need try again
        }
        if (messages.merge(stayId, 1, Integer::sum) > MOST_MESSAGES) {
            return false;
        }
        waiting.addAll(reports);
        return true;
    }

    /** Takes the reports that came since the last time. */
    synchronized List<Report> drain() {
        List<Report> taken = waiting;
        waiting = new ArrayList<>();
        messages.clear();
        return taken;
    }
}
