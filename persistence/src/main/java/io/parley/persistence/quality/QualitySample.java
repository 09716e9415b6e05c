package io.parley.persistence.quality;

import org.jspecify.annotations.Nullable;

/**
 * The quality of one publication or playback for a while; sums, so that samples add up.
 *
 * @param media where it belongs
 * @param fromClient whether the client said so; else the relay counted
 * @param agoMs how long before it is written its window ended
 */
public record QualitySample(LiveMedia media, boolean fromClient, Sums sums, int agoMs) {

    /** One whose window ends now. */
    public QualitySample(LiveMedia media, boolean fromClient, Sums sums) {
        this(media, fromClient, sums, 0);
    }

    /**
     * Media and its call.
     *
     * @param mediaId the publication's or the playback's
     */
    public record LiveMedia(long mediaId, MediaSide side, long appId, long roomSessionId) {}

    /**
     * The sums.
     *
     * @param windowMs how long the window was, 1 to {@link #LONGEST_WINDOW}
     * @param frames of video
     * @param audioGapMs in gaps of more than 200 ms, at most the window
     * @param videoGapMs in gaps of more than 500 ms, at most the window
     * @param rttMs null when not known
     * @param lagMs how far behind the player was at the end, null when not known
     */
    public record Sums(
            int windowMs,
            long bytes,
            int frames,
            int audioGapMs,
            int videoGapMs,
            @Nullable Integer rttMs,
            @Nullable Integer lagMs) {}

    /** The longest window in milliseconds. */
    public static final int LONGEST_WINDOW = 600_000;
}
