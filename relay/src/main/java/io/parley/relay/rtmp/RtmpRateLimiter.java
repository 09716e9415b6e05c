package io.parley.relay.rtmp;

import io.parley.ratelimit.FixedWindowCounter;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import java.util.concurrent.TimeUnit;

/** Limits the messages of a connection per second. Media is cheap; what has to be understood or answered is not. */
final class RtmpRateLimiter {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FixedWindowCounter all = new FixedWindowCounter(SECOND);
    private final FixedWindowCounter commands = new FixedWindowCounter(SECOND);
    private final int messagesPerSecond;
    private final int commandsPerSecond;

    RtmpRateLimiter(RelayConfig config) {
        messagesPerSecond = config.get(RelaySetting.MESSAGES_PER_SECOND);
        commandsPerSecond = config.get(RelaySetting.COMMANDS_PER_SECOND);
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
