package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that one or several tracks need before their first frame.
 *
 * @param kind VIDEO_HEADER or AUDIO_HEADER
 * @param isExtra HDR metadata or channel layout, not the sequence header itself
 * @param isEmpty without a configuration in any track
 * @param codecs the FourCC by track; legacy messages are about track 0, and their codec is its number
 * @param body the message
 */
record TrackHeader(MediaKind kind, boolean isExtra, boolean isEmpty, Map<Integer, Integer> codecs, ByteBuf body) {

    /** The legacy video header up to the configuration: codec, packet type, composition time. */
    private static final int VIDEO_PREFIX = 5;

    /** The same of AAC: codec, packet type. */
    private static final int AUDIO_PREFIX = 2;

    /** Shares the body. */
    static TrackHeader of(MediaKind kind, ByteBuf body) {
        ExtendedTag tag = MediaKind.isExtended(kind, body) ? ExtendedTag.of(body, kind.isVideo()) : null;
        return tag == null
                ? legacy(kind, body)
                : new TrackHeader(
                        kind, tag.packetType() == ExtendedTag.METADATA, tag.hasNoPayload(), tag.tracks(), body);
    }

    private static TrackHeader legacy(MediaKind kind, ByteBuf body) {
        int first = body.getUnsignedByte(body.readerIndex());
        int codec = kind.isVideo() ? first & 0x0F : first >> 4;
        int prefix = kind.isVideo() ? VIDEO_PREFIX : AUDIO_PREFIX;
        return new TrackHeader(kind, false, body.readableBytes() <= prefix, Map.of(0, codec), body);
    }

    /** A quick look, because every frame is asked. */
    static boolean mayEnd(MediaKind kind, ByteBuf body) {
        return body.isReadable()
                && MediaKind.isExtended(kind, body)
                && (body.getByte(body.readerIndex()) & 0x0F) != ExtendedTag.CODED_FRAMES;
    }

    /** The headers that an end of sequence is about, or null when this is none. */
    static @Nullable TrackHeader endOf(MediaKind kind, ByteBuf body) {
        ExtendedTag tag = ExtendedTag.of(body, kind.isVideo());
        if (tag == null || tag.packetType() != ExtendedTag.SEQUENCE_END) {
            return null;
        }
        return new TrackHeader(
                kind.isVideo() ? MediaKind.VIDEO_HEADER : MediaKind.AUDIO_HEADER, false, true, tag.tracks(), body);
    }

    TrackHeader own(ByteBuf copy) {
        return new TrackHeader(kind, isExtra, isEmpty, codecs, copy);
    }

    /** True when it says nothing that the older one has not said: the same bytes, or no configuration for the same codec. */
    boolean repeats(TrackHeader older) {
        return kind == older.kind
                && (ByteBufUtil.equals(body, older.body)
                        || isEmpty && !older.isEmpty && isExtra == older.isExtra && codecs.equals(older.codecs));
    }

    /** A track has one codec at a time, so a header for another codec replaces as well. */
    boolean replaces(TrackHeader older) {
        return kind == older.kind && isExtra == older.isExtra && codecs.keySet().containsAll(older.codecs.keySet());
    }

    /** The end of a sequence may come after the next codec's header, which it does not end. */
    boolean ends(TrackHeader older) {
        return kind == older.kind && codecs.entrySet().containsAll(older.codecs.entrySet());
    }
}
