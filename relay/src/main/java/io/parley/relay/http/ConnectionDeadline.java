package io.parley.relay.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.parley.relay.hub.ConnectionEvent;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One deadline from accept to the gate's question, so that trickling bytes buys no time. */
public final class ConnectionDeadline extends ChannelInboundHandlerAdapter {

    private final int deadlineMs;
    private @Nullable Future<?> pending;

    /**
     * @param deadlineMs counted from when the handler is added
     */
    public ConnectionDeadline(int deadlineMs) {
        this.deadlineMs = deadlineMs;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        pending = ctx.executor().schedule(() -> ctx.close(), deadlineMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ConnectionEvent.GATE_ASKED) {
            ctx.pipeline().remove(this);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
