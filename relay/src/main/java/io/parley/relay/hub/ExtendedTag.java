package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an Enhanced RTMP audio or video message: the packet type behind any ModEx links, which tracks it is about, and
 * whether their frames have a composition time. Looks no further than that.
 */
final class ExtendedTag {

    static final int SEQUENCE_START = 0;
    static final int CODED_FRAMES = 1;
    static final int SEQUENCE_END = 2;
    static final int CODED_FRAMES_X = 3;
    /** Video: HDR and other metadata. Audio: the channel layout. */
    static final int METADATA = 4;
    /** Video only. */
    static final int MPEG2TS_SEQUENCE_START = 5;

    private static final int VIDEO_MULTITRACK = 6;
    private static final int AUDIO_MULTITRACK = 5;
    private static final int MOD_EX = 7;

    private static final int SINGLE = -1;
    private static final int ONE_TRACK = 0;
    private static final int MANY_CODECS = 2;

    private static final int FOURCC = 4;

    private static final int COMPOSITION_TIME = 3;
    private static final int AVC = 'a' << 24 | 'v' << 16 | 'c' << 8 | '1';
    private static final int HEVC = 'h' << 24 | 'v' << 16 | 'c' << 8 | '1';
    private static final int VVC = 'v' << 24 | 'v' << 16 | 'c' << 8 | '1';

    private final ByteBuf body;
    private final int packetType;
    private final int multitrack;
    private final int at;

    private ExtendedTag(ByteBuf body, int packetType, int multitrack, int at) {
        this.body = body;
        this.packetType = packetType;
        this.multitrack = multitrack;
        this.at = at;
    }

    /** Null when the message ends before it has said what it is. */
    static @Nullable ExtendedTag of(ByteBuf body, boolean video) {
        int at = body.readerIndex();
        int end = body.writerIndex();
        int type = body.getUnsignedByte(at++) & 0x0F;
        while (type == MOD_EX) {
            if (at + 3 > end) {
                return null;
            }
            int size = body.getUnsignedByte(at++) + 1;
            if (size == 256) {
                size = body.getUnsignedShort(at) + 1;
                at += 2;
            }
            at += size;
            if (at >= end) {
                return null;
            }
            type = body.getUnsignedByte(at++) & 0x0F;
        }
        if (type != (video ? VIDEO_MULTITRACK : AUDIO_MULTITRACK)) {
            return new ExtendedTag(body, type, SINGLE, at);
        }
        if (at >= end) {
            return null;
        }
        int both = body.getUnsignedByte(at++);
        return new ExtendedTag(body, both & 0x0F, both >> 4, at);
    }

    int packetType() {
        return packetType;
    }

    /** True when it says for which codec and track it is. A message that does not is of no use to a player. */
    boolean isWhole() {
        int least = multitrack == SINGLE ? FOURCC : FOURCC + 1;
        return body.writerIndex() - at >= least;
    }

    /** True when this is about the track that every player plays. */
    boolean hasDefaultTrack() {
        return multitrack == SINGLE || tracks().containsKey(0);
    }

    /** The FourCC of each track; a message that is not about tracks is about track 0. */
    Map<Integer, Integer> tracks() {
        Map<Integer, Integer> tracks = new TreeMap<>();
        forEachTrack((track, codec, from, to) -> tracks.put(track, codec));
        return tracks;
    }

    /** True when no track has anything behind its FourCC and number. */
    boolean hasNoPayload() {
        boolean[] found = {false};
        forEachTrack((track, codec, from, to) -> found[0] |= from < to);
        return !found[0];
    }

    /** True when a video track has a frame that is shown at another time than it is decoded. */
    boolean isReordered() {
        if (packetType != CODED_FRAMES) {
            // CodedFramesX is the form without composition time.
            return false;
        }
        boolean[] found = {false};
        forEachTrack((track, codec, from, to) ->
                found[0] |= hasCompositionTime(codec) && from + COMPOSITION_TIME <= to && body.getMedium(from) != 0);
        return found[0];
    }

    private static boolean hasCompositionTime(int codec) {
        return codec == AVC || codec == HEVC || codec == VVC;
    }

    private void forEachTrack(TrackVisitor visitor) {
        int next = at;
        int end = body.writerIndex();
        int codec = 0;
        if (multitrack != MANY_CODECS && next + FOURCC <= end) {
            codec = body.getInt(next);
            next += FOURCC;
        }
        if (multitrack == SINGLE) {
            visitor.track(0, codec, next, end);
        } else if (multitrack == ONE_TRACK) {
            if (next < end) {
                visitor.track(body.getUnsignedByte(next), codec, next + 1, end);
            }
        } else {
            forEachOfMany(visitor, codec, next, end);
        }
    }

    private void forEachOfMany(TrackVisitor visitor, int sharedCodec, int from, int end) {
        boolean ownCodecs = multitrack == MANY_CODECS;
        int header = (ownCodecs ? FOURCC : 0) + 4;
        for (int next = from; next + header <= end; ) {
            int codec = ownCodecs ? body.getInt(next) : sharedCodec;
            int track = next + header - 4;
            int payload = next + header;
            next = payload + body.getUnsignedMedium(track + 1);
            visitor.track(body.getUnsignedByte(track), codec, payload, Math.min(next, end));
        }
    }

    private interface TrackVisitor {

        /**
         * @param from index of the track's payload in the body
         * @param to index behind it
         */
        void track(int id, int codec, int from, int to);
    }
}
