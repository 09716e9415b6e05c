package io.parley.relay.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.parley.ratelimit.FixedWindowCounter;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.connection.TrackedConnection;
import io.parley.relay.gate.EndCause;
import io.parley.relay.hub.AbstractPlayerConnection;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.statistics.CloseReason;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection of an FLV player: drops what it says, except WebSocket control frames, and watches its life. */
final class FlvPlayerHandler extends ChannelInboundHandlerAdapter {

    private final StreamHub hub;
    private final AbstractPlayerConnection player;
    private final KeepAlive keepAlive;
    private final FixedWindowCounter frames = new FixedWindowCounter(TimeUnit.SECONDS.toNanos(1));
    private final int framesPerSecond;
    private @Nullable Runnable tick;
    private boolean closing;

    FlvPlayerHandler(StreamHub hub, AbstractPlayerConnection player) {
        this.hub = hub;
        this.player = player;
        this.keepAlive = new KeepAlive(hub, player.channel());
        this.framesPerSecond = hub.config().get(RelaySetting.COMMANDS_PER_SECOND);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Runnable mine = () -> tick(ctx);
        tick = mine;
        hub.loop(ctx.channel().eventLoop()).ticker().add(mine);
    }

    private void tick(ChannelHandlerContext ctx) {
        player.tick();
        if (player instanceof WebSocketFlvPlayer && !closing && !keepAlive.beats(player.lifeSignNanos())) {
            disconnect(ctx, EndCause.DEAD_PEER);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        long now = keepAlive.received();
        try {
            if (player instanceof WebSocketFlvPlayer webSocket && !closing) {
                if (!frames.take(framesPerSecond, now)) {
                    closing = true;
                    TrackedConnection.closing(ctx.channel(), CloseReason.TOO_FAST);
                    player.finish(EndCause.LIMIT_EXCEEDED);
                    webSocket.goodbye(WebSocketFrames.POLICY);
                } else if (msg instanceof CloseWebSocketFrame) {
                    closing = true;
                    player.finish(EndCause.CLIENT);
                    webSocket.goodbye(WebSocketFrames.NORMAL);
                } else if (msg instanceof PingWebSocketFrame ping) {
                    WebSocketFrames.pong(ctx.channel(), ping.content());
                }
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            player.writable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException && player instanceof WebSocketFlvPlayer webSocket) {
            if (!closing) {
                closing = true;
                player.finish(EndCause.PROTOCOL_ERROR);
                webSocket.goodbye(WebSocketFrames.PROTOCOL_ERROR);
            }
        } else {
            disconnect(ctx, EndCause.CONNECTION_LOST);
        }
    }

    private void disconnect(ChannelHandlerContext ctx, EndCause cause) {
        closing = true;
        player.finish(cause);
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        player.finish(EndCause.CONNECTION_LOST);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (tick != null) {
            hub.loop(ctx.channel().eventLoop()).ticker().remove(tick);
        }
    }
}
