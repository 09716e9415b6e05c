package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an Enhanced RTMP audio or video message: the packet type behind any ModEx links, and which tracks it
 * is about. Looks no further than that.
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
        int next = at;
        int end = body.writerIndex();
        int codec = 0;
        if (multitrack != MANY_CODECS && next + FOURCC <= end) {
            codec = body.getInt(next);
            next += FOURCC;
        }
        if (multitrack == SINGLE) {
            tracks.put(0, codec);
        } else if (multitrack == ONE_TRACK) {
            if (next < end) {
                tracks.put((int) body.getUnsignedByte(next), codec);
            }
        } else {
            addMany(tracks, codec, next, end);
        }
        return tracks;
    }

    private void addMany(Map<Integer, Integer> tracks, int sharedCodec, int from, int end) {
        boolean ownCodecs = multitrack == MANY_CODECS;
        int header = (ownCodecs ? FOURCC : 0) + 4;
        for (int next = from; next + header <= end; ) {
            int codec = ownCodecs ? body.getInt(next) : sharedCodec;
            int track = next + header - 4;
            tracks.put((int) body.getUnsignedByte(track), codec);
            next += header + body.getUnsignedMedium(track + 1);
        }
    }
}
