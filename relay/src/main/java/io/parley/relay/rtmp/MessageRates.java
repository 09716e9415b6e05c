package io.parley.relay.rtmp;

import io.parley.relay.RelayConfig;
import io.parley.relay.RelaySetting;
import io.parley.relay.door.PerSecond;

/** How many messages a connection may send in a second. Media is cheap; what has to be understood or answered is not. */
final class MessageRates {

    private final PerSecond all;
    private final PerSecond commands;

    MessageRates(RelayConfig config) {
        all = new PerSecond(config.get(RelaySetting.MESSAGES_PER_SECOND));
        commands = new PerSecond(config.get(RelaySetting.COMMANDS_PER_SECOND));
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
