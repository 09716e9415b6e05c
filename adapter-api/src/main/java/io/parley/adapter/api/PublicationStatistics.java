package io.parley.adapter.api;

/**
 * A publication as it is doing.
 *
 * @param id as the listener had returned it
 * @param protocol its publisher's protocol
 * @param address the publisher's, without port
 * @param sinceMs since it was accepted
 * @param bytes media payload received
 * @param videoMessages sequence headers included
 * @param audioMessages sequence headers included
 * @param videoFrames without sequence headers
 * @param audioGapMs time in gaps of more than 200 ms between audio that came, the running one too; none before the first
 * @param videoGapMs time in gaps of more than 500 ms between video that came, the running one too; none before the first
 * @param players that have joined its stream
 * @param sinceKeyFrameMs since the last key frame came, -1 before the first
 * @param sinceMessageMs since any media or data came, -1 before the first
 */
public record PublicationStatistics(
        long id,
        String protocol,
        String address,
        long sinceMs,
        long bytes,
        long videoMessages,
        long audioMessages,
        long videoFrames,
        long audioGapMs,
        long videoGapMs,
        int players,
        long sinceKeyFrameMs,
        long sinceMessageMs) {}
