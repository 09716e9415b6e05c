package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.hub.MediaKind;
import io.parley.relay.hub.SequenceHeaders;
import io.parley.relay.hub.WireFormat;

/** Media as RTMP chunks, for message stream 1, which is the only one the relay ever creates. */
public enum RtmpWireFormat implements WireFormat {
    INSTANCE;

    static final int MEDIA_STREAM = 1;

    @Override
    public int size(MediaKind kind, int timestamp, int length) {
        return ChunkWriter.size(timestamp, length);
    }

    @Override
    public void write(ByteBuf out, MediaKind kind, int timestamp, ByteBuf body) {
        ChunkWriter.write(out, chunkStream(kind), kind.messageType(), timestamp, MEDIA_STREAM, body);
    }

    private static int chunkStream(MediaKind kind) {
        return switch (kind) {
            case AUDIO, AUDIO_HEADER -> ChunkWriter.AUDIO;
            case VIDEO, VIDEO_KEY, VIDEO_HEADER -> ChunkWriter.VIDEO;
            case DATA, METADATA -> ChunkWriter.DATA;
        };
    }

    @Override
    public ByteBuf body(ByteBuf message) {
        int at = message.readerIndex();
        int extension = message.getUnsignedMedium(at + 1) == 0xFFFFFF ? 4 : 0;
        int length = message.getUnsignedMedium(at + 4);
        at += 12 + extension;
        if (length <= ChunkWriter.CHUNK_SIZE) {
            return message.slice(at, length);
        }
        ByteBuf body = Unpooled.wrappedBuffer(new byte[length]).clear();
        while (body.isWritable()) {
            int chunk = Math.min(ChunkWriter.CHUNK_SIZE, body.writableBytes());
            body.writeBytes(message, at, chunk);
            at += chunk + 1 + extension;
        }
        return body;
    }

    @Override
    public ByteBuf opening(boolean hasAudio, boolean hasVideo, SequenceHeaders headers, int timestamp) {
        return headers(headers, timestamp);
    }

    @Override
    public ByteBuf headers(SequenceHeaders headers, int timestamp) {
        ByteBuf out = Unpooled.directBuffer();
        headers.forEach((kind, body) -> write(out, kind, timestamp, body));
        return out;
    }

    @Override
    public boolean namesTracks() {
        return false;
    }
}
