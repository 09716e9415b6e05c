package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts chunks together into {@link RtmpMessage}s. Takes payload as it comes, so that only a cut header is ever kept
 * back. Set Chunk Size and Abort are obeyed here; everything else goes on.
 */
final class RtmpChunkDecoder extends ByteToMessageDecoder {

    static final int DEFAULT_CHUNK = 128;

    private static final int EXTENDED = 0xFFFFFF;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};

    private enum Repeats {
        UNKNOWN,
        YES,
        NO
    }

    private final Map<Integer, ChunkStream> streams = new HashMap<>();
    private ChunkLimits limits;
    private int chunkSize = DEFAULT_CHUNK;
    /** Memory held for unfinished messages. */
    private int partialBytes;

    private int openStreams;
    private Repeats extensionRepeats = Repeats.UNKNOWN;
    private boolean broken;
    private long bytesReceived = 1 + 2 * HandshakeDigest.PACKET;

    /** The chunk stream whose chunk is being read, and how much of that chunk is to come. */
    private @Nullable ChunkStream current;

    private int chunkMissing;
    private int chunks;

    RtmpChunkDecoder(ChunkLimits limits) {
        this.limits = limits;
        // At most a cut header is left over from a read; it must not keep what came before it.
        setDiscardAfterReads(1);
    }

    void limit(ChunkLimits newLimits) {
        limits = newLimits;
    }

    /** Every byte that came, the handshake's too. */
    long bytesReceived() {
        return bytesReceived;
    }

    /** Chunks that came so far; wraps at 32 bits. */
    int chunks() {
        return chunks;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (msg instanceof ByteBuf bytes) {
            bytesReceived += bytes.readableBytes();
        }
        super.channelRead(ctx, msg);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (current == null && !readHeader(in)) {
                return;
            }
            ChunkStream stream = current;
            if (stream != null) {
                readPayload(ctx, in, out, stream);
            }
        } catch (ProtocolViolation violation) {
            broken = true;
            in.skipBytes(in.readableBytes());
            throw violation;
        }
    }

    /** Reads a whole chunk header, or nothing at all. */
    private boolean readHeader(ByteBuf in) {
        int at = in.readerIndex();
        int first = in.getUnsignedByte(at);
        int format = first >> 6;
        int idBytes = idBytes(first & 0x3F);
        int length = 1 + idBytes + HEADER_BYTES[format];
        if (in.readableBytes() < length) {
            return false;
        }
        int id =
                switch (idBytes) {
                    case 1 -> 64 + in.getUnsignedByte(at + 1);
                    case 2 -> 64 + in.getUnsignedShortLE(at + 1);
                    default -> first & 0x3F;
                };
        ChunkStream stream = stream(id, format);
        return format == 3 ? readRepeated(in, stream, length) : readNew(in, stream, format, length);
    }

    private static int idBytes(int small) {
        return small == 0 ? 1 : small == 1 ? 2 : 0;
    }

    private ChunkStream stream(int id, int format) {
        ChunkStream stream = streams.get(id);
        if (stream == null) {
            // Type 1 comes first from librtmp, for its answers to pings.
            if (format > 1) {
                throw new ProtocolViolation(Reason.FIRST_CHUNK_NOT_FULL);
            }
            if (streams.size() >= ChunkLimits.CHUNK_STREAMS) {
                throw new ProtocolViolation(Reason.TOO_MANY_CHUNK_STREAMS);
            }
            stream = new ChunkStream(id);
            streams.put(id, stream);
        }
        return stream;
    }

    private boolean readNew(ByteBuf in, ChunkStream stream, int format, int headerLength) {
        int field = in.readerIndex() + headerLength - HEADER_BYTES[format];
        int time = in.getUnsignedMedium(field);
        boolean extended = time == EXTENDED;
        int skip = headerLength;
        if (extended) {
            skip += 4;
            if (in.readableBytes() < skip) {
                return false;
            }
            time = in.getInt(in.readerIndex() + headerLength);
        }
        int length = format < 2 ? in.getUnsignedMedium(field + 3) : stream.length;
        int type = format < 2 ? in.getUnsignedByte(field + 6) : stream.type;
        int streamId = format == 0 ? in.getIntLE(field + 7) : stream.streamId;
        in.skipBytes(skip);
        if (stream.isOpen()) {
            // A repeated header may continue a message but never change its length.
            if (format == 0 || length != stream.length) {
                throw new ProtocolViolation(Reason.MESSAGE_CUT_SHORT);
            }
        } else {
            stream.length = length;
            stream.type = type;
            stream.streamId = streamId;
            stream.setTime(format == 0, time, extended);
            open(stream);
        }
        beginChunk(stream);
        return true;
    }

    private boolean readRepeated(ByteBuf in, ChunkStream stream, int headerLength) {
        int skip = headerLength;
        if (stream.extended() && extensionRepeats != Repeats.NO) {
            if (in.readableBytes() < headerLength + 4) {
                return false;
            }
            if (extensionRepeats == Repeats.UNKNOWN) {
                boolean same = in.getInt(in.readerIndex() + headerLength) == stream.extendedValue();
                extensionRepeats = same ? Repeats.YES : Repeats.NO;
            }
            if (extensionRepeats == Repeats.YES) {
                skip += 4;
            }
        }
        in.skipBytes(skip);
        if (!stream.isOpen()) {
            stream.repeatDelta();
            open(stream);
        }
        beginChunk(stream);
        return true;
    }

    private void open(ChunkStream stream) {
        boolean leftOut = limits.isLeftOut(stream.type, stream.length);
        if (!leftOut && stream.length > limits.messageOf(stream.type)) {
            throw new ProtocolViolation(Reason.MESSAGE_TOO_LARGE);
        }
        if (openStreams >= limits.openStreams()) {
            throw new ProtocolViolation(Reason.TOO_MANY_CHUNK_STREAMS);
        }
        openStreams++;
        stream.open(leftOut);
    }

    private void beginChunk(ChunkStream stream) {
        chunks++;
        current = stream;
        chunkMissing = Math.min(chunkSize, stream.missing());
    }

    private void readPayload(ChannelHandlerContext ctx, ByteBuf in, List<Object> out, ChunkStream stream) {
        do {
            readChunk(ctx, in, out, stream);
        } while (goesOn(in, stream));
    }

    /** Quickly to the next chunk of the same message, as nearly all small chunks are: true when its header has been read. */
    private boolean goesOn(ByteBuf in, ChunkStream stream) {
        boolean next = stream.isOpen()
                && current == null
                && !stream.extended()
                && in.isReadable()
                && in.getUnsignedByte(in.readerIndex()) == stream.repeatedHeader;
        if (next) {
            in.skipBytes(1);
            beginChunk(stream);
        }
        return next;
    }

    private void readChunk(ChannelHandlerContext ctx, ByteBuf in, List<Object> out, ChunkStream stream) {
        int count = Math.min(chunkMissing, in.readableBytes());
        if (count == stream.length && !stream.isLeftOut()) {
            current = null;
            finish(stream, in.readRetainedSlice(count), out);
            return;
        }
        if (count > 0) {
            int growth = stream.growth(count);
            if (partialBytes + growth > limits.partialBytes()) {
                throw new ProtocolViolation(Reason.TOO_MANY_PARTIAL_BYTES);
            }
            stream.take(in, count, ctx.alloc());
            partialBytes += growth;
            chunkMissing -= count;
        }
        if (chunkMissing == 0) {
            current = null;
            if (stream.missing() == 0) {
                partialBytes -= stream.capacity();
                finish(stream, stream.complete(), out);
            }
        }
    }

    private void finish(ChunkStream stream, ByteBuf body, List<Object> out) {
        boolean leftOut = stream.isLeftOut();
        stream.close();
        openStreams--;
        if (leftOut) {
            return;
        }
        switch (stream.type) {
            case RtmpMessage.SET_CHUNK_SIZE -> setChunkSize(body);
            case RtmpMessage.ABORT -> abort(body);
            default -> out.add(new RtmpMessage(stream.type, stream.timestamp(), stream.streamId, body));
        }
    }

    private void setChunkSize(ByteBuf body) {
        int size = control(body);
        if (size < ChunkLimits.MIN_IN_CHUNK) {
            throw new ProtocolViolation(Reason.CHUNK_SIZE);
        }
        chunkSize = Math.min(size, ChunkLimits.MAX_IN_CHUNK);
    }

    private void abort(ByteBuf body) {
        ChunkStream stream = streams.get(control(body));
        if (stream != null && stream.isOpen()) {
            partialBytes -= stream.capacity();
            openStreams--;
            stream.abort();
        }
    }

    private static int control(ByteBuf body) {
        try {
            if (body.readableBytes() < 4) {
                throw new ProtocolViolation(Reason.CONTROL_LENGTH);
            }
            return body.readInt();
        } finally {
            body.release();
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        streams.values().forEach(ChunkStream::abort);
        streams.clear();
    }
}
