package io.parley.bench.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The media that publishers push, repeated without a gap.
 *
 * @param metadata body of the onMetaData message, or null
 * @param videoConfig body of the AVC sequence header, or null
 * @param audioConfig body of the AAC sequence header, or null
 * @param messages audio and video in the order of sending
 * @param lengthMs after how many milliseconds the next round begins
 * @param isStampable true when frames are H.264 with NAL lengths of four bytes, so that a stamp can be put in
 */
record Clip(
        byte @Nullable [] metadata,
        byte @Nullable [] videoConfig,
        byte @Nullable [] audioConfig,
        List<Message> messages,
        int lengthMs,
        boolean isStampable) {

    /** FLV and RTMP number their messages alike. */
    static final int AUDIO = 8;

    static final int VIDEO = 9;
    static final int DATA = 18;

    private static final int CODEC_AVC = 7;
    private static final int CODEC_AAC = 10;
    private static final int AVC_FRAMES = 1;

    /**
     * A message of the film.
     *
     * @param timestamp milliseconds from the start of the film
     */
    record Message(int type, int timestamp, byte[] body) {}

    /** True when a video body holds H.264 frames, not a configuration or an end of sequence. */
    static boolean isAvcFrame(byte[] body, int length) {
        return length > 5 && (body[0] & 0x80) == 0 && (body[0] & 0x0f) == CODEC_AVC && body[1] == AVC_FRAMES;
    }

    static boolean isKeyFrame(byte[] body) {
        return (body[0] & 0x70) == 0x10;
    }

    /** True when a body configures a decoder or is empty: nothing that could be shown or heard. */
    static boolean isConfig(int type, byte[] body, int length) {
        if (length < 2) {
            return true;
        }
        return type == VIDEO
                ? (body[0] & 0x8f) == CODEC_AVC && body[1] != AVC_FRAMES
                : (body[0] & 0xff) >> 4 == CODEC_AAC && body[1] == 0;
    }
}
