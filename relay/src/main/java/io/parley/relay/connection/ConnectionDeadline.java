package io.parley.relay.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.parley.relay.hub.ConnectionEvent;
import io.parley.relay.statistics.CloseReason;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One deadline from accept to the gate's first question, whatever comes between, so that trickling bytes buys no time. Afterwards it
 * hears what becomes of the connection, for {@link ConnectionTracker}.
 */
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
        pending = ctx.executor().schedule(() -> expired(ctx), deadlineMs, TimeUnit.MILLISECONDS);
    }

    private static void expired(ChannelHandlerContext ctx) {
        TrackedConnection.closing(ctx.channel(), CloseReason.DEADLINE);
        // Not through the rest of the pipeline: encryption would say goodbye first, and wait for it to be read.
        ctx.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        TrackedConnection connection = TrackedConnection.of(ctx.channel());
        if (event == ConnectionEvent.GATE_ASKED) {
            cancel();
            if (connection != null) {
                connection.gateAsked();
            }
        } else if (event == ConnectionEvent.SETTLED) {
            if (connection != null) {
                connection.settled();
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancel();
    }

    private void cancel() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
