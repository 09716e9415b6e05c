package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that one or several tracks need before their first frame.
 *
 * @param kind VIDEO_HEADER or AUDIO_HEADER
 * @param isExtra HDR metadata or channel layout, not the sequence header itself
 * @param codecs the FourCC by track; legacy messages are about track 0
 * @param body the message
 */
record TrackHeader(MediaKind kind, boolean isExtra, Map<Integer, Integer> codecs, ByteBuf body) {

    private static final Map<Integer, Integer> LEGACY = Map.of(0, 0);

    /** Shares the body. */
    static TrackHeader of(MediaKind kind, ByteBuf body) {
        ExtendedTag tag = MediaKind.isExtended(kind, body) ? ExtendedTag.of(body, kind.isVideo()) : null;
        return tag == null
                ? new TrackHeader(kind, false, LEGACY, body)
                : new TrackHeader(kind, tag.packetType() == ExtendedTag.METADATA, tag.tracks(), body);
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
                kind.isVideo() ? MediaKind.VIDEO_HEADER : MediaKind.AUDIO_HEADER, false, tag.tracks(), body);
    }

    TrackHeader own(ByteBuf copy) {
        return new TrackHeader(kind, isExtra, codecs, copy);
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
