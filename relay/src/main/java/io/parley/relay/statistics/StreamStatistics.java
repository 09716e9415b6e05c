package io.parley.relay.statistics;

import io.parley.relay.gate.MediaProtocol;

/**
 * A publication as it is doing. Its parts are read one after the other while it goes on.
 *
 * @param key the stream's key
 * @param publicationId the gate's id
 * @param protocol its publisher's protocol
 * @param address the publisher's, without port
 * @param sinceMs since the gate's yes
 * @param bytes media payload received
 * @param videoMessages sequence headers included
 * @param audioMessages sequence headers included
 * @param videoFrames without sequence headers
 * @param audioGapMs time in gaps of more than 200 ms between audio that came, the running one too
 * @param videoGapMs time in gaps of more than 500 ms between video that came, the running one too
 * @param players that have joined its stream, by whatever protocol
 * @param sinceKeyFrameMs since the last key frame came, -1 before the first
 * @param sinceMessageMs since any media or data came, -1 before the first
 */
public record StreamStatistics(
        String key,
        long publicationId,
        MediaProtocol protocol,
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
