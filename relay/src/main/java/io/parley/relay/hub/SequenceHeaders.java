package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers that a player needs before the first frame: the metadata, and for each track its sequence header and, with Enhanced
 * RTMP, its HDR metadata or channel layout. Immutable: a change makes a new one, so a key frame can keep the headers
 * that belong to it. The buffers live on the heap, are never released and only read by absolute index.
 */
public final class SequenceHeaders {

    static final SequenceHeaders NONE = new SequenceHeaders(null, List.of());

    /** More than any encoder has tracks; the oldest goes first. */
    static final int MAX_HEADERS = 32;

    /** Real ones have a few hundred bytes. Larger ones are relayed but not kept. */
    static final int MAX_LENGTH = 64 << 10;

    private final @Nullable ByteBuf metadata;
    private final List<TrackHeader> tracks;

    private SequenceHeaders(@Nullable ByteBuf metadata, List<TrackHeader> tracks) {
        this.metadata = metadata;
        this.tracks = tracks;
    }

    /** The headers after this message. */
    SequenceHeaders with(MediaKind kind, ByteBuf body) {
        return switch (kind) {
            case METADATA -> new SequenceHeaders(copy(body), tracks);
            case VIDEO_HEADER, AUDIO_HEADER -> withTrack(TrackHeader.of(kind, body));
            case VIDEO, AUDIO -> TrackHeader.mayEnd(kind, body) ? withoutEnded(kind, body) : this;
            case VIDEO_KEY, DATA -> this;
        };
    }

    /** True for a header that says no more than one that players have been given: the same, or none after a good one. */
    boolean hasSame(MediaKind kind, ByteBuf body) {
        if (kind != MediaKind.VIDEO_HEADER && kind != MediaKind.AUDIO_HEADER) {
            return false;
        }
        return tracks.stream().anyMatch(TrackHeader.of(kind, body)::repeats);
    }

    /** The video headers alone, or the audio headers alone. */
    SequenceHeaders ofTracks(boolean video) {
        return new SequenceHeaders(
                null,
                tracks.stream().filter(each -> each.kind().isVideo() == video).toList());
    }

    /** Null without any. Read by absolute index. */
    @Nullable
    ByteBuf metadata() {
        return metadata;
    }

    SequenceHeaders withoutMetadata() {
        return new SequenceHeaders(null, tracks);
    }

    /** The same without those of audio or of video. */
    SequenceHeaders withTracks(boolean audio, boolean video) {
        return audio && video
                ? this
                : new SequenceHeaders(
                        metadata,
                        tracks.stream()
                                .filter(each -> each.kind().isVideo() ? video : audio)
                                .toList());
    }

    private SequenceHeaders withTrack(TrackHeader header) {
        if (header.body().readableBytes() > MAX_LENGTH) {
            return this;
        }
        List<TrackHeader> kept = new ArrayList<>(tracks);
        kept.removeIf(header::replaces);
        if (kept.size() == MAX_HEADERS) {
            kept.remove(0);
        }
        kept.add(header.own(copy(header.body())));
        return new SequenceHeaders(metadata, List.copyOf(kept));
    }

    private SequenceHeaders withoutEnded(MediaKind kind, ByteBuf body) {
        TrackHeader end = TrackHeader.endOf(kind, body);
        if (end == null || tracks.stream().noneMatch(end::ends)) {
            return this;
        }
        return new SequenceHeaders(
                metadata, tracks.stream().filter(each -> !end.ends(each)).toList());
    }

    /** Hands out what is there, in the order players want it: metadata, video, audio. */
    public void forEach(BiConsumer<MediaKind, ByteBuf> action) {
        if (metadata != null) {
            action.accept(MediaKind.METADATA, metadata);
        }
        for (MediaKind kind : List.of(MediaKind.VIDEO_HEADER, MediaKind.AUDIO_HEADER)) {
            tracks.stream()
                    .filter(each -> each.kind() == kind && !each.isExtra())
                    .forEach(each -> action.accept(kind, each.body()));
            tracks.stream()
                    .filter(each -> each.kind() == kind && each.isExtra())
                    .forEach(each -> action.accept(kind, each.body()));
        }
    }

    private static ByteBuf copy(ByteBuf body) {
        byte[] bytes = new byte[body.readableBytes()];
        body.getBytes(body.readerIndex(), bytes);
        return Unpooled.wrappedBuffer(bytes);
    }
}
