package io.parley.relay.rtmp;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.connection.PerSecondRateLimiter;

/** Limits the messages of a connection per second. Media is cheap; what has to be understood or answered is not. */
final class RtmpRateLimiter {

    private final PerSecondRateLimiter all;
    private final PerSecondRateLimiter commands;

    RtmpRateLimiter(RelayConfig config) {
        all = new PerSecondRateLimiter(config.get(RelaySetting.MESSAGES_PER_SECOND));
        commands = new PerSecondRateLimiter(config.get(RelaySetting.COMMANDS_PER_SECOND));
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
        return all.allows(nowNanos) && (media || commands.allows(nowNanos));
    }
}
