package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;

/** What a message is to a relay that does not decode: enough to cache, to start and to skip. */
public enum MediaKind {
    AUDIO(MessageType.AUDIO),
    /** An audio sequence header. */
    AUDIO_HEADER(MessageType.AUDIO),
    VIDEO(MessageType.VIDEO),
    /** A video frame from which decoding can begin. */
    VIDEO_KEY(MessageType.VIDEO),
    /** A video sequence header. */
    VIDEO_HEADER(MessageType.VIDEO),
    DATA(MessageType.DATA),
    /** {@code onMetaData}. */
    METADATA(MessageType.DATA);

    private static final MediaKind[] VALUES = values();

    private static final int SOUND_FORMAT_EXTENDED = 9;
    private static final int SOUND_FORMAT_AAC = 10;
    private static final int CODEC_AVC = 7;
    private static final int CODEC_HEVC_PRIVATE = 12;
    private static final int CODEC_AV1_PRIVATE = 13;
    private static final int FRAME_KEY = 1;

    private static final int EX_SEQUENCE_START = 0;
    private static final int EX_CODED_FRAMES = 1;
    private static final int EX_CODED_FRAMES_X = 3;
    private static final int EX_VIDEO_MULTITRACK = 6;
    private static final int EX_AUDIO_MULTITRACK = 5;
    private static final int EX_MOD_EX = 7;

    private final int messageType;

    MediaKind(int messageType) {
        this.messageType = messageType;
    }

    static MediaKind of(int ordinal) {
        return VALUES[ordinal];
    }

    /** The RTMP message type and FLV tag type. */
    public int messageType() {
        return messageType;
    }

    boolean isAudio() {
        return messageType == MessageType.AUDIO;
    }

    boolean isVideo() {
        return messageType == MessageType.VIDEO;
    }

    /** Classifies the body of an audio message; an empty one is silence. */
    public static MediaKind ofAudio(ByteBuf body) {
        if (body.readableBytes() < 2) {
            return AUDIO;
        }
        int at = body.readerIndex();
        int format = body.getUnsignedByte(at) >> 4;
        if (format == SOUND_FORMAT_AAC) {
            return body.getUnsignedByte(at + 1) == 0 ? AUDIO_HEADER : AUDIO;
        }
        if (format == SOUND_FORMAT_EXTENDED) {
            return exType(body, EX_AUDIO_MULTITRACK) == EX_SEQUENCE_START ? AUDIO_HEADER : AUDIO;
        }
        return AUDIO;
    }

    /** Classifies the body of a video message, legacy or extended. */
    public static MediaKind ofVideo(ByteBuf body) {
        if (body.readableBytes() < 2) {
            return VIDEO;
        }
        int at = body.readerIndex();
        int first = body.getUnsignedByte(at);
        return (first & 0x80) != 0 ? ofExtendedVideo(body, first) : ofLegacyVideo(first, body.getUnsignedByte(at + 1));
    }

    private static MediaKind ofLegacyVideo(int first, int packetType) {
        int codec = first & 0x0F;
        boolean key = first >> 4 == FRAME_KEY;
        if (codec == CODEC_AVC || codec == CODEC_HEVC_PRIVATE || codec == CODEC_AV1_PRIVATE) {
            if (packetType == 0) {
                return VIDEO_HEADER;
            }
            // 2 is an end of sequence, which encoders mark as a key frame.
            return key && packetType == 1 ? VIDEO_KEY : VIDEO;
        }
        return key ? VIDEO_KEY : VIDEO;
    }

    private static MediaKind ofExtendedVideo(ByteBuf body, int first) {
        int type = exType(body, EX_VIDEO_MULTITRACK);
        if (type == EX_SEQUENCE_START) {
            return VIDEO_HEADER;
        }
        boolean key = (first >> 4 & 0x07) == FRAME_KEY;
        return key && (type == EX_CODED_FRAMES || type == EX_CODED_FRAMES_X) ? VIDEO_KEY : VIDEO;
    }

    /** Whether a frame is shown at another time than it is decoded, as far as its body begins to tell (legacy codecs). */
    static boolean isReordered(ByteBuf body) {
        int at = body.readerIndex();
        return body.readableBytes() >= 5
                && (body.getUnsignedByte(at) & 0x80) == 0
                && body.getUnsignedByte(at + 1) == 1
                && body.getMedium(at + 2) != 0;
    }

    /** The packet type behind any ModEx prefixes and the multitrack prefix; -1 when they run past the body. */
    private static int exType(ByteBuf body, int multitrack) {
        int at = body.readerIndex();
        int end = body.writerIndex();
        int type = body.getUnsignedByte(at++) & 0x0F;
        while (type == EX_MOD_EX) {
            if (at + 3 > end) {
                return -1;
            }
            int size = body.getUnsignedByte(at++) + 1;
            if (size == 256) {
                size = body.getUnsignedShort(at) + 1;
                at += 2;
            }
            at += size;
            if (at >= end) {
                return -1;
            }
            type = body.getUnsignedByte(at++) & 0x0F;
        }
        return type == multitrack && at < end ? body.getUnsignedByte(at) & 0x0F : type;
    }
}
