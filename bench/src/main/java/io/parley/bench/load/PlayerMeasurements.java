package io.parley.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of all players together. Counts only while the window is open, except for times to the first picture, which belong to
 * players that join before it. Plain fields for one thread: millions of messages pass here.
 */
final class PlayerMeasurements {

    /** Ages over ten minutes are counted as ten minutes. */
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);

    private static final int DIGITS = 3;
    private static final long SEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long HEARD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A player that sees no frame for so long is stalled. */
    final long stallNanos;

    final Histogram latency = histogram();
    final Histogram audioLatency = histogram();
    final Histogram gap = histogram();
    final Histogram firstMedia = histogram();
    final Histogram firstPicture = histogram();
    final Histogram pictureAge = histogram();
    final Histogram opening = histogram();

    /** Ages of frames that players saw after they had been stopped. */
    final Histogram slowAge = histogram();

    /** Time of all players without a moving picture, and without sound. */
    long frozenNanos;

    long silentNanos;

    boolean open;
    long openedAt;
    int playing;
    int failed;
    int lostConnections;
    int lostPublishers;
    int failedPublishers;
    long sessions;
    long failedSessions;
    long bytes;
    long reads;
    long messages;
    long video;
    long audio;
    long lost;
    long lostAudio;
    long duplicate;
    long mixed;
    long unstamped;
    long backwards;
    long staleFrames;
    long slowLost;
    long pushedBytes;
    long latestNanos;
    int mostWaiting;

    @Nullable
    String firstError;

    PlayerMeasurements(long stallNanos) {
        this.stallNanos = stallNanos;
    }

    /** Counts the time since the last frame, where that was so long that it was seen. */
    void pictureCame(long nanosAfterTheLast) {
        frozenNanos += nanosAfterTheLast > SEEN_NANOS ? nanosAfterTheLast : 0;
    }

    /** Counts the time since the last audio, where that was so long that it was heard. */
    void soundCame(long nanosAfterTheLast) {
        silentNanos += nanosAfterTheLast > HEARD_NANOS ? nanosAfterTheLast : 0;
    }

    private static Histogram histogram() {
        return new Histogram(MAX_MICROS, DIGITS);
    }

    /** Records a time given in nanoseconds. */
    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(MAX_MICROS, nanos / 1_000)));
    }

    void read(int count) {
        if (open) {
            bytes += count;
            reads++;
        }
    }

    /** A publisher sent something that was due before. */
    void pushed(int count, int waiting, long lateNanos) {
        if (open) {
            pushedBytes += count;
            mostWaiting = Math.max(mostWaiting, waiting);
            latestNanos = Math.max(latestNanos, lateNanos);
        }
    }

    void error(String error) {
        if (firstError == null) {
            firstError = error;
        }
    }
}
