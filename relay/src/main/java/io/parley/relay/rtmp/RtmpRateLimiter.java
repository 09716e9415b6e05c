package io.parley.relay.rtmp;

import io.parley.ratelimit.FixedWindowCounter;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Limits the messages of a connection per second. Media is cheap; what has to be understood or answered is not. */
final class RtmpRateLimiter {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FixedWindowCounter all = new FixedWindowCounter(SECOND);
    /** Chunks that a message of usual size has, and more: so many of them are allowed for each message that is. */
    private static final int CHUNKS_PER_MESSAGE = 128;

    /** Chunks are counted by so many, since most connections send few. */
    private static final int BLOCK = 1024;

    private final FixedWindowCounter chunkBlocks = new FixedWindowCounter(SECOND);
    private final FixedWindowCounter commands = new FixedWindowCounter(SECOND);
    private final int messagesPerSecond;
    private final int commandsPerSecond;
    private final int chunkBlocksPerSecond;
    private int chunksCounted;

    RtmpRateLimiter(RelayConfig config) {
        messagesPerSecond = config.get(RelaySetting.MESSAGES_PER_SECOND);
        chunkBlocksPerSecond = (messagesPerSecond * CHUNKS_PER_MESSAGE + BLOCK - 1) / BLOCK;
        commandsPerSecond = config.get(RelaySetting.COMMANDS_PER_SECOND);
    }

    /**
     * Counts chunks, however small; false when those are too many.
     *
     * @param all that came so far
     */
    boolean allowChunks(int all, LongSupplier clock) {
        if (all - chunksCounted < BLOCK) {
            return true;
        }
        long now = clock.getAsLong();
        boolean allowed = true;
        for (; all - chunksCounted >= BLOCK; chunksCounted += BLOCK) {
            allowed &= chunkBlocks.take(chunkBlocksPerSecond, now);
        }
        return allowed;
    }

    /** Counts a message of this type; false when that is one too many. */
    boolean allow(int type, long nowNanos) {
        boolean media =
                switch (type) {
                    case RtmpMessage.AUDIO,
                            RtmpMessage.VIDEO,
                            RtmpMessage.AGGREGATE,
                            RtmpMessage.AMF0_DATA,
                            RtmpMessage.AMF3_DATA -> true;
                    default -> false;
                };
        return all.take(messagesPerSecond, nowNanos) && (media || commands.take(commandsPerSecond, nowNanos));
    }
}
