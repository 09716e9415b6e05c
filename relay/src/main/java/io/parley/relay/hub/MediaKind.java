package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Kind of a media message, as far as a relay that does not decode needs it to cache, to start and to skip. */
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
    private static final int FRAME_COMMAND = 5;

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

    /** True for video that is shown. */
    boolean isFrame() {
        return this == VIDEO || this == VIDEO_KEY;
    }

    /** True when an audio or video message that is not empty names its codec by FourCC. */
    static boolean isExtended(MediaKind kind, ByteBuf body) {
        int first = body.getUnsignedByte(body.readerIndex());
        return kind.isVideo() ? (first & 0x80) != 0 : first >> 4 == SOUND_FORMAT_EXTENDED;
    }

    /** Classifies the body of an audio message; an empty one is silence. Null when it ends before it says what it is. */
    public static @Nullable MediaKind ofAudio(ByteBuf body) {
        if (!body.isReadable()) {
            return AUDIO;
        }
        if (isExtended(AUDIO, body)) {
            ExtendedTag tag = ExtendedTag.of(body, false);
            return tag == null || !tag.isWhole() ? null : ofExtendedAudio(tag.packetType());
        }
        int at = body.readerIndex();
        boolean aac = body.getUnsignedByte(at) >> 4 == SOUND_FORMAT_AAC;
        return aac && body.readableBytes() > 1 && body.getUnsignedByte(at + 1) == 0 ? AUDIO_HEADER : AUDIO;
    }

    private static MediaKind ofExtendedAudio(int type) {
        return type == ExtendedTag.SEQUENCE_START || type == ExtendedTag.METADATA ? AUDIO_HEADER : AUDIO;
    }

    /** Classifies the body of a video message, legacy or extended. Null when it ends before it says what it is. */
    public static @Nullable MediaKind ofVideo(ByteBuf body) {
        if (!body.isReadable()) {
            return VIDEO;
        }
        int at = body.readerIndex();
        int first = body.getUnsignedByte(at);
        if ((first & 0x80) != 0) {
            return ofExtendedVideo(body, first >> 4 & 0x07);
        }
        return body.readableBytes() == 1 ? VIDEO : ofLegacyVideo(first, body.getUnsignedByte(at + 1));
    }

    private static MediaKind ofLegacyVideo(int first, int packetType) {
        int codec = first & 0x0F;
        int frame = first >> 4;
        if (frame == FRAME_COMMAND) {
            // Its one byte is a seek command and no packet type.
            return VIDEO;
        }
        boolean key = frame == FRAME_KEY;
        if (hasPacketType(codec)) {
            if (packetType == 0) {
                return VIDEO_HEADER;
            }
            // 2 is an end of sequence, which encoders mark as a key frame.
            return key && packetType == 1 ? VIDEO_KEY : VIDEO;
        }
        return key ? VIDEO_KEY : VIDEO;
    }

    private static @Nullable MediaKind ofExtendedVideo(ByteBuf body, int frame) {
        ExtendedTag tag = ExtendedTag.of(body, true);
        if (tag == null) {
            return null;
        }
        if (frame == FRAME_COMMAND && tag.packetType() != ExtendedTag.METADATA) {
            return VIDEO;
        }
        if (!tag.isWhole()) {
            return null;
        }
        return switch (tag.packetType()) {
            case ExtendedTag.SEQUENCE_START, ExtendedTag.MPEG2TS_SEQUENCE_START, ExtendedTag.METADATA -> VIDEO_HEADER;
            case ExtendedTag.CODED_FRAMES, ExtendedTag.CODED_FRAMES_X -> {
                // Players begin at a key frame of the track that all of them play.
                yield frame == FRAME_KEY && tag.hasDefaultTrack() ? VIDEO_KEY : VIDEO;
            }
            default -> VIDEO;
        };
    }

    /** True when a video message has a frame that is shown at another time than it is decoded. */
    static boolean isReordered(ByteBuf body) {
        if (!body.isReadable()) {
            return false;
        }
        int at = body.readerIndex();
        int first = body.getUnsignedByte(at);
        if ((first & 0x80) != 0) {
            ExtendedTag tag = ExtendedTag.of(body, true);
            return tag != null && tag.isReordered();
        }
        return hasPacketType(first & 0x0F)
                && body.readableBytes() >= 5
                && body.getUnsignedByte(at + 1) == 1
                && body.getMedium(at + 2) != 0;
    }

    /** True for the legacy codecs whose messages have a packet type and a composition time. */
    private static boolean hasPacketType(int codec) {
        return codec == CODEC_AVC || codec == CODEC_HEVC_PRIVATE || codec == CODEC_AV1_PRIVATE;
    }
}
