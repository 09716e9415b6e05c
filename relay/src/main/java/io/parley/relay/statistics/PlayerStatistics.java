package io.parley.relay.statistics;

import io.parley.relay.gate.MediaProtocol;

/**
 * A playback as it is doing. Its parts are read one after the other while it goes on.
 *
 * @param playbackId the gate's id
 * @param key the stream's key
 * @param protocol the player's protocol
 * @param address the player's, without port
 * @param sinceMs since the gate's yes
 * @param bytes media payload handed to its socket
 * @param lagMs media that is there and not yet handed to its socket, in milliseconds, when last looked at
 * @param skips times that it was moved forward, or video was left out, because it was too slow
 * @param videoFrames handed to its socket
 * @param firstMediaMs from joining to the first media handed to its socket, -1 before that
 */
public record PlayerStatistics(
        long playbackId,
        String key,
        MediaProtocol protocol,
        String address,
        long sinceMs,
        long bytes,
        int lagMs,
        int skips,
        long videoFrames,
        int firstMediaMs) {}
