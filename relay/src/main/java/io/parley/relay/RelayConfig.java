package io.parley.relay;

/**
 * The relay's limits and timings. Times in milliseconds, sizes in bytes. Sources: docs/protocol/rtmp.md.
 *
 * @param host address to bind
 * @param port media port, 0 for any free one
 * @param handshakeDeadlineMs from accept to the gate's question; a client slower than that is closed
 * @param gateTimeoutMs how long the gate may take to answer
 * @param deadPeerMs a publisher or player of which nothing is heard for so long is taken for gone
 * @param pingIntervalMs how often an RTMP peer is pinged
 * @param softLagMs a player whose media is older keeps audio and skips video to the next key frame
 * @param hardLagMs a player whose media is older is closed
 * @param stallMaxMs a player whose socket takes no byte for so long is closed
 * @param retainMs the longest piece of a stream kept for joining players
 * @param retainBytes the same in bytes
 * @param playWaitMs how long a player that came before the first frame of its stream waits for it
 * @param maxVideoMessage largest video message
 * @param maxAudioMessage largest audio message
 * @param maxCommandMessage largest command, data or control message
 * @param maxPartialBytes unfinished messages of one publisher's connection
 * @param eventLoops event-loop threads, 0 for one per core
 */
public record RelayConfig(
        String host,
        int port,
        int handshakeDeadlineMs,
        int gateTimeoutMs,
        int deadPeerMs,
        int pingIntervalMs,
        int softLagMs,
        int hardLagMs,
        int stallMaxMs,
        int retainMs,
        int retainBytes,
        int playWaitMs,
        int maxVideoMessage,
        int maxAudioMessage,
        int maxCommandMessage,
        int maxPartialBytes,
        int eventLoops) {

    /** The values for calls; see docs/protocol/rtmp.md. */
    public static RelayConfig forCalls(String host, int port) {
        return new RelayConfig(
                host, port, 8_000, 10_000, 15_000, 5_000, 400, 3_000, 10_000, 10_000, 8 << 20, 10_000, 4 << 20,
                256 << 10, 64 << 10, 8 << 20, 0);
    }
}
