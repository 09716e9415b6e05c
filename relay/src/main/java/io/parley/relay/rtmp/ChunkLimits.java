package io.parley.relay.rtmp;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;

/**
 * Limits of a connection, by the role it has taken.
 *
 * @param openStreams chunk streams with an unfinished message
 * @param partialBytes bytes of unfinished messages
 * @param video largest video message, and largest aggregate
 * @param audio largest audio message
 * @param other largest message of any other type
 */
record ChunkLimits(int openStreams, int partialBytes, int video, int audio, int other) {

    /** Distinct chunk streams of one connection, whether open or not. */
    static final int CHUNK_STREAMS = 64;

    /** Chunks may be as small as the specification allows: what they cost is limited by {@link RtmpRateLimiter}. */
    static final int MIN_IN_CHUNK = 1;

    static final int MAX_IN_CHUNK = 0xFFFFFF;

    static final int OPEN_BEFORE_AUTH = 4;
    static final int OPEN_AFTER_AUTH = 32;
    static final int PARTIAL_BEFORE_AUTH = 64 << 10;

    /** A player has nothing large to say. */
    static final int PLAYER_MESSAGE = 16 << 10;

    static ChunkLimits beforeAuth(RelayConfig config) {
        return new ChunkLimits(
                OPEN_BEFORE_AUTH,
                PARTIAL_BEFORE_AUTH,
                config.get(RelaySetting.MAX_VIDEO_MESSAGE),
                config.get(RelaySetting.MAX_AUDIO_MESSAGE),
                config.get(RelaySetting.MAX_COMMAND_MESSAGE));
    }

    static ChunkLimits publisher(RelayConfig config) {
        return new ChunkLimits(
                OPEN_AFTER_AUTH,
                config.get(RelaySetting.MAX_PARTIAL_BYTES),
                config.get(RelaySetting.MAX_VIDEO_MESSAGE),
                config.get(RelaySetting.MAX_AUDIO_MESSAGE),
                config.get(RelaySetting.MAX_COMMAND_MESSAGE));
    }

    static ChunkLimits player() {
        return new ChunkLimits(OPEN_AFTER_AUTH, PARTIAL_BEFORE_AUTH, PLAYER_MESSAGE, PLAYER_MESSAGE, PLAYER_MESSAGE);
    }

    /** True for a message that is passed over, since it is too large to be looked at: what describes media must not end it. */
    boolean isLeftOut(int type, int length) {
        return length > other && (type == RtmpMessage.AMF0_DATA || type == RtmpMessage.AMF3_DATA);
    }

    int messageOf(int type) {
        return switch (type) {
            case RtmpMessage.VIDEO, RtmpMessage.AGGREGATE -> video;
            case RtmpMessage.AUDIO -> audio;
            default -> other;
        };
    }
}
