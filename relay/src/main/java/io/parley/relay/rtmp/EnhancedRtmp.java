package io.parley.relay.rtmp;

import java.util.List;

/** Capabilities announced to clients that speak Enhanced RTMP: every codec is forwarded, none decoded. */
final class EnhancedRtmp {

    private static final double FORWARD = 4;

    private static final int RECONNECT = 1;
    private static final double MULTITRACK = 2;
    private static final double MOD_EX = 4;
    private static final double NANO_OFFSET = 8;

    private EnhancedRtmp() {}

    /** True when a client's connect says that it can be asked to connect anew. */
    static boolean reconnects(AmfObject options) {
        return options.get("capsEx") instanceof Double flags && (flags.intValue() & RECONNECT) != 0;
    }

    static void announce(AmfObject info) {
        info.with("capsEx", RECONNECT + MULTITRACK + MOD_EX + NANO_OFFSET)
                .with("fourCcList", List.of("*"))
                .with("videoFourCcInfoMap", new AmfObject().with("*", FORWARD))
                .with("audioFourCcInfoMap", new AmfObject().with("*", FORWARD));
    }
}
