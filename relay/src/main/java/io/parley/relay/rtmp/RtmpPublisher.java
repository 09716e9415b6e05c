package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.hub.StreamHub;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A connection that publishes. What arrives before the gate has answered is parked, and little of it. */
final class RtmpPublisher extends AbstractPublisherConnection implements RtmpRole {

    /** Parked bytes beyond which the socket is not read any more. */
    private static final int MAX_PARKED = 64 << 10;

    /** The cost of a parked message besides its body, which may be empty. */
    private static final int PARKED_OVERHEAD = 128;

    private static final int SUB_HEADER = 11;
    private static final int BACK_POINTER = 4;

    private final RtmpSessionHandler connection;
    private final ChunkLimits limits;
    private final int streamId;
    private final Queue<RtmpMessage> parked = new ArrayDeque<>();
    private int parkedBytes;

    /** @param streamId the message stream that it publishes on */
    RtmpPublisher(RtmpSessionHandler connection, StreamHub hub, int streamId) {
        super(connection.channel(), hub);
        this.streamId = streamId;
        this.limits = ChunkLimits.publisher(hub.config());
        this.connection = connection;
    }

    @Override
    protected void begin() {
        connection.authorized(limits);
        connection.send(
                new RtmpReplies(streamId).streamBegin().status("status", "NetStream.Publish.Start", "Publishing"));
        unpark();
    }

    private void unpark() {
        // One of them may end this role, and the others are then for the next one.
        List<RtmpMessage> waiting = List.copyOf(parked);
        parked.clear();
        parkedBytes = 0;
        waiting.forEach(connection::receive);
        channel().config().setAutoRead(true);
        readComplete();
    }

    @Override
    protected void sayNo(GateRefusal refusal) {
        connection.sayGoodbye(error(refusal == GateRefusal.IN_USE ? "BadName" : "Denied"));
    }

    @Override
    protected void sayGoodbye(EndCause cause) {
        connection.sayGoodbye(error(cause == EndCause.REPLACED ? "BadName" : "Denied"));
    }

    private RtmpReplies error(String code) {
        return new RtmpReplies(streamId).status("error", "NetStream.Publish." + code, "Not publishing");
    }

    @Override
    public int streamId() {
        return streamId;
    }

    @Override
    public boolean park(RtmpMessage message) {
        if (!isWaiting()) {
            return false;
        }
        // A slice would keep a whole read buffer for the sake of a few bytes.
        ByteBuf body = message.body();
        ByteBuf own = channel()
                .alloc()
                .heapBuffer(body.readableBytes())
                .writeBytes(body, body.readerIndex(), body.readableBytes());
        parked.add(new RtmpMessage(message.type(), message.timestamp(), message.streamId(), own));
        message.release();
        parkedBytes += PARKED_OVERHEAD + own.readableBytes();
        if (parkedBytes > MAX_PARKED) {
            channel().config().setAutoRead(false);
        }
        return true;
    }

    @Override
    public void media(RtmpMessage message) {
        if (message.type() == RtmpMessage.AGGREGATE) {
            aggregate(message);
        } else {
            append(message.type(), message.timestamp(), message.body());
        }
    }

    /** Takes an aggregate apart; its inner times count from the outer one. */
    private void aggregate(RtmpMessage whole) {
        ByteBuf body = whole.body();
        boolean first = true;
        int shift = 0;
        while (body.readableBytes() >= SUB_HEADER) {
            int type = body.readUnsignedByte();
            int length = body.readUnsignedMedium();
            int time = body.readUnsignedMedium() | body.readUnsignedByte() << 24;
            body.skipBytes(3);
            if (length > body.readableBytes()) {
                return;
            }
            if (!connection.isAllowed(type)) {
                return;
            }
            shift = first ? whole.timestamp() - time : shift;
            first = false;
            boolean taken = type == RtmpMessage.AUDIO || type == RtmpMessage.VIDEO || type == RtmpMessage.AMF0_DATA;
            if (taken && !limits.isLeftOut(type, length)) {
                append(type, time + shift, body.slice(body.readerIndex(), length));
            }
            body.skipBytes(length);
            body.skipBytes(Math.min(BACK_POINTER, body.readableBytes()));
        }
    }

    @Override
    public void finish(EndCause cause) {
        for (RtmpMessage message : parked) {
            message.release();
        }
        parked.clear();
        super.finish(cause);
    }

    @Override
    public void writable() {}

    @Override
    public void tick() {}

    @Override
    public long lifeSignNanos() {
        return Long.MIN_VALUE;
    }
}
