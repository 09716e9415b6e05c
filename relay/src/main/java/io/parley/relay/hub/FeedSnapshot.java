package io.parley.relay.hub;

/**
 * State of a stream's feed. Read from other threads, so a little old and not quite of one moment.
 *
 * @param video messages, sequence headers included
 * @param audio messages, sequence headers included
 * @param frames video messages without sequence headers
 * @param audioGapMs time in gaps between audio
 * @param videoGapMs time in gaps between video
 * @param players that have joined the stream
 * @param sinceKeyFrameMs since the last key frame, -1 before the first
 * @param sinceMessageMs since the last message, -1 before the first
 */
record FeedSnapshot(
        long video,
        long audio,
        long frames,
        long audioGapMs,
        long videoGapMs,
        int players,
        long sinceKeyFrameMs,
        long sinceMessageMs) {}
