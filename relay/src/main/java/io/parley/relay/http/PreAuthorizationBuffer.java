package io.parley.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the frame decoder of a publisher's WebSocket: counts what comes, and keeps it, unread, until the gate has accepted.
 * So no client that may not publish makes the relay keep more than a little, whatever length a frame announces.
 */
final class PreAuthorizationBuffer extends ChannelInboundHandlerAdapter {

    /** Parked bytes beyond which the socket is not read any more. */
    private static final int MAX_PARKED = 64 << 10;

    private enum Gate {
        WAITING,
        OPEN,
        DROPPING
    }

    private Gate gate = Gate.WAITING;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf parked;
    private long received;

    /** Bytes that came, frames and all. */
    long received() {
        return received;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof ByteBuf in)) {
            // The end of the request, which has no body.
            ReferenceCountUtil.release(msg);
            return;
        }
        received += in.readableBytes();
        switch (gate) {
            case OPEN -> ctx.fireChannelRead(in);
            case WAITING -> park(ctx, in);
            case DROPPING -> in.release();
        }
    }

    private void park(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf kept = parked;
        if (kept == null) {
            kept = ctx.alloc().heapBuffer(in.readableBytes());
            parked = kept;
        }
        kept.writeBytes(in);
        in.release();
        if (kept.readableBytes() > MAX_PARKED) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    /** The gate has accepted: on goes what was parked, and all that comes. */
    void open() {
        ChannelHandlerContext ctx = context;
        ByteBuf kept = parked;
        if (gate != Gate.WAITING || ctx == null) {
            return;
        }
        gate = Gate.OPEN;
        parked = null;
        if (kept != null) {
            ctx.fireChannelRead(kept);
            ctx.fireChannelReadComplete();
        }
        ctx.channel().config().setAutoRead(true);
    }

    /** Lets go of what was parked and drops all that comes. */
    void drop() {
        gate = Gate.DROPPING;
        ReferenceCountUtil.release(parked);
        parked = null;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }
}
