package io.parley.ejb.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Quality of one publication or playback in one window of time. Samples are written beside all transactions: one may be missing.
 *
 * @param mediaID of the publication or the playback, as its side says
 * @param side {@code PUBLISH} or {@code PLAY}
 * @param source {@code RELAY}, as the server counted it, or {@code CLIENT}, as the SDK said
 * @param roomID of the media, like user and stream; null where the media is not in the records
 * @param at the window's end
 * @param windowMs its length, ms
 * @param bytes of media in the window
 * @param frames of video in the window
 * @param audioGapMs ms in gaps of more than 200 ms without audio
 * @param videoGapMs ms in gaps of more than 500 ms without video
 * @param rttMs there and back, ms, where a client said it
 * @param lagMs behind the publisher, ms, where it is known
 */
public record QualityRow(
        long id,
        long mediaID,
        String side,
        String source,
        @Nullable String callID,
        @Nullable String roomID,
        @Nullable String userID,
        @Nullable String streamID,
        Instant at,
        long windowMs,
        long bytes,
        long frames,
        long audioGapMs,
        long videoGapMs,
        @Nullable Long rttMs,
        @Nullable Long lagMs) {}
