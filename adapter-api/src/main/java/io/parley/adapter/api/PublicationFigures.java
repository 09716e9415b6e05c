package io.parley.adapter.api;

/**
 * A publication as it is doing.
 *
 * @param id as the listener had returned it
 * @param protocol how its publisher speaks
 * @param address the publisher's, without port
 * @param sinceMs since it was accepted
 * @param bytes media payload received
 * @param videoMessages sequence headers included
 * @param audioMessages sequence headers included
 * @param players that have joined its stream
 * @param sinceKeyFrameMs since the last key frame came, -1 before the first
 * @param sinceMessageMs since any media or data came, -1 before the first
 */
public record PublicationFigures(
        long id,
        String protocol,
        String address,
        long sinceMs,
        long bytes,
        long videoMessages,
        long audioMessages,
        int players,
        long sinceKeyFrameMs,
        long sinceMessageMs) {}
