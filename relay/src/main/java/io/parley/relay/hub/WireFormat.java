package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;

/**
 * One way to put messages on the wire. Stateless: the bytes of a message do not depend on the player, on what it got
 * before or on when it joined, so they are made once and shared.
 */
public interface WireFormat {

    /** Bytes that {@link #write} will produce. */
    int size(MediaKind kind, int timestamp, int length);

    /** Appends one message to {@code out}; leaves the indexes of {@code body} alone. */
    void write(ByteBuf out, MediaKind kind, int timestamp, ByteBuf body);

    /** The body inside one written message, as a view or a copy that shares or owns nothing to release. */
    ByteBuf body(ByteBuf message);

    /** The bytes before the first message. The caller releases them. */
    ByteBuf opening(boolean hasAudio, boolean hasVideo, SequenceHeaders headers, int timestamp);

    /** Headers in mid-stream, after frames were skipped. The caller releases them. */
    ByteBuf headers(SequenceHeaders headers, int timestamp);

    /** True when {@link #opening} names the tracks, so that it pays to wait a moment until they are known. */
    boolean namesTracks();
}
