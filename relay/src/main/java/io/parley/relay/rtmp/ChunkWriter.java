package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;

/**
 * Writes messages as chunks without remembering anything: type 0 headers, absolute timestamps, one chunk size. A few
 * bytes more than deltas would need, and the same bytes fit every client at any time.
 */
final class ChunkWriter {

    static final int CHUNK_SIZE = 60_000;

    static final int CONTROL = 2;
    static final int COMMAND = 3;
    static final int AUDIO = 4;
    static final int DATA = 5;
    static final int VIDEO = 6;

    private static final int HEADER = 12;
    private static final int EXTENDED = 0xFFFFFF;
    private static final int TYPE_3 = 0xC0;

    private ChunkWriter() {}

    static int size(int timestamp, int length) {
        int extension = isExtended(timestamp) ? 4 : 0;
        int continuations = length == 0 ? 0 : (length - 1) / CHUNK_SIZE;
        return HEADER + extension + length + continuations * (1 + extension);
    }

    /** Appends one message; leaves the indexes of {@code body} alone. */
    static void write(ByteBuf out, int chunkStream, int type, int timestamp, int streamId, ByteBuf body) {
        boolean extended = isExtended(timestamp);
        int length = body.readableBytes();
        out.writeByte(chunkStream);
        out.writeMedium(extended ? EXTENDED : timestamp);
        out.writeMedium(length);
        out.writeByte(type);
        out.writeIntLE(streamId);
        if (extended) {
            out.writeInt(timestamp);
        }
        int at = body.readerIndex();
        int end = body.writerIndex();
        int chunk = Math.min(CHUNK_SIZE, end - at);
        out.writeBytes(body, at, chunk);
        for (at += chunk; at < end; at += chunk) {
            chunk = Math.min(CHUNK_SIZE, end - at);
            out.writeByte(TYPE_3 | chunkStream);
            if (extended) {
                out.writeInt(timestamp);
            }
            out.writeBytes(body, at, chunk);
        }
    }

    static boolean isExtended(int timestamp) {
        return Integer.compareUnsigned(timestamp, EXTENDED) >= 0;
    }
}
