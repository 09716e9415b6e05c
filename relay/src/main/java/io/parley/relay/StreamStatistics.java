package io.parley.relay;

/**
 * A publication as it is doing. Its parts are read one after the other while it goes on.
 *
 * @param key the stream's key
 * @param publicationId the gate's id
 * @param protocol how its publisher speaks
 * @param address the publisher's, without port
 * @param sinceMs since the gate's yes
 * @param bytes media payload received
 * @param videoMessages sequence headers included
 * @param audioMessages sequence headers included
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
        int players,
        long sinceKeyFrameMs,
        long sinceMessageMs) {}
