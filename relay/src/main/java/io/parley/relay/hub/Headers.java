package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a player needs before the first frame. Immutable: a change makes a new one, so a key frame can keep the headers
 * that belong to it. The buffers live on the heap, are never released and only read by absolute index.
 *
 * @param metadata body of the {@code onMetaData} message
 * @param video body of the video sequence header
 * @param audio body of the audio sequence header
 */
public record Headers(
        @Nullable ByteBuf metadata,
        @Nullable ByteBuf video,
        @Nullable ByteBuf audio) {

    static final Headers NONE = new Headers(null, null, null);

    Headers with(MediaKind kind, ByteBuf body) {
        return switch (kind) {
            case METADATA -> new Headers(copy(body), video, audio);
            case VIDEO_HEADER -> new Headers(metadata, copy(body), audio);
            case AUDIO_HEADER -> new Headers(metadata, video, copy(body));
            case AUDIO, VIDEO, VIDEO_KEY, DATA -> this;
        };
    }

    /** Hands out what is there, in the order players want it: metadata, video, audio. */
    public void forEach(BiConsumer<MediaKind, ByteBuf> action) {
        if (metadata != null) {
            action.accept(MediaKind.METADATA, metadata);
        }
        if (video != null) {
            action.accept(MediaKind.VIDEO_HEADER, video);
        }
        if (audio != null) {
            action.accept(MediaKind.AUDIO_HEADER, audio);
        }
    }

    private static ByteBuf copy(ByteBuf body) {
        byte[] bytes = new byte[body.readableBytes()];
        body.getBytes(body.readerIndex(), bytes);
        return Unpooled.wrappedBuffer(bytes);
    }
}
