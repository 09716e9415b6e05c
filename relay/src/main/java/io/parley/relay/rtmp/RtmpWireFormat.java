package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.hub.MediaKind;
import io.parley.relay.hub.SequenceHeaders;
import io.parley.relay.hub.WireFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Media as RTMP chunks of one message stream. Nearly every client plays on the first; what others get is written for their stream alone.
 */
public final class RtmpWireFormat implements WireFormat {

    private static final List<RtmpWireFormat> FORMATS = IntStream.rangeClosed(1, MessageStreams.MOST)
            .mapToObj(RtmpWireFormat::new)
            .toList();

    /** That of the first message stream. */
    public static final RtmpWireFormat INSTANCE = FORMATS.get(0);

    private final int streamId;

    private RtmpWireFormat(int streamId) {
        this.streamId = streamId;
    }

    /** For a message stream; the first one's when the relay never creates such a stream. */
    static RtmpWireFormat of(int streamId) {
        return streamId >= 1 && streamId <= FORMATS.size() ? FORMATS.get(streamId - 1) : INSTANCE;
    }

    @Override
    public int size(MediaKind kind, int timestamp, int length) {
        return ChunkWriter.size(timestamp, length);
    }

    @Override
    public void write(ByteBuf out, MediaKind kind, int timestamp, ByteBuf body) {
        ChunkWriter.write(out, chunkStream(kind), kind.messageType(), timestamp, streamId, body);
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
