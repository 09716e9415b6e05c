package io.parley.adapter.api;

/**
 * A playback as it is doing.
 *
 * @param id as the listener had returned it
 * @param protocol the player's protocol
 * @param address the player's, without port
 * @param sinceMs since it was accepted
 * @param bytes media payload handed to its socket
 * @param lagMs media that is there and not yet handed to its socket, in milliseconds, when last looked at
 * @param skips times that it was moved forward, or video was left out, because it was too slow
 * @param videoFrames handed to its socket
 * @param firstMediaMs from joining to the first media handed to its socket, -1 before that
 */
public record PlaybackStatistics(
        long id,
        String protocol,
        String address,
        long sinceMs,
        long bytes,
        int lagMs,
        int skips,
        long videoFrames,
        int firstMediaMs) {}
