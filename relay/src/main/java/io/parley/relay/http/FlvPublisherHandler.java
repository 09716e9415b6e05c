package io.parley.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.parley.ratelimit.FixedWindowCounter;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.connection.MeanBitrate;
import io.parley.relay.connection.TrackedConnection;
import io.parley.relay.flv.FlvTagDecoder;
import io.parley.relay.gate.EndCause;
import io.parley.relay.hub.RemoteAddress;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.ProtocolErrorCounters;
import io.parley.relay.rtmp.ProtocolViolation;
import io.parley.relay.statistics.CloseReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/** The connection of a WebSocket publisher, after its handshake: frames in, tags to the stream, and whether it is still there. */
final class FlvPublisherHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = System.getLogger(FlvPublisherHandler.class.getName());
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final StreamHub hub;
    private final Channel channel;
    private final WebSocketFlvPublisher publisher;
    private final PreAuthorizationBuffer intake;
    private final FlvTagDecoder decoder;
    private final KeepAlive keepAlive;
    private final FixedWindowCounter frames = new FixedWindowCounter(SECOND);
    private final FixedWindowCounter tags = new FixedWindowCounter(SECOND);
    private final FixedWindowCounter commands = new FixedWindowCounter(SECOND);
    private final int messagesPerSecond;
    private final int commandsPerSecond;
    private final MeanBitrate bitrate;
    private final Runnable tick = this::tick;
    private boolean inText;
    private boolean closing;
    private long lastReceivedNanos;

    FlvPublisherHandler(
            Channel channel, StreamHub hub, WebSocketFlvPublisher publisher, PreAuthorizationBuffer intake) {
        RelayConfig config = hub.config();
        this.hub = hub;
        this.channel = channel;
        this.publisher = publisher;
        this.intake = intake;
        this.decoder = new FlvTagDecoder(channel.alloc(), config, this::tag);
        this.keepAlive = new KeepAlive(hub, channel);
        this.messagesPerSecond = config.get(RelaySetting.MESSAGES_PER_SECOND);
        this.commandsPerSecond = config.get(RelaySetting.COMMANDS_PER_SECOND);
        this.bitrate = new MeanBitrate(config.get(RelaySetting.PUBLISHER_KBITS));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        hub.loop(channel.eventLoop()).ticker().add(tick);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (!closing) {
                lastReceivedNanos = keepAlive.received();
                receive((WebSocketFrame) msg);
            }
        } catch (ProtocolViolation violation) {
            broken(violation);
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    private void receive(WebSocketFrame frame) {
        boolean data = frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame && !inText;
        boolean allowed = data
                ? frames.take(messagesPerSecond, lastReceivedNanos)
                : commands.take(commandsPerSecond, lastReceivedNanos);
        if (!allowed) {
            tooFast();
        } else if (data) {
            inText = false;
            decoder.decode(frame.content());
        } else if (frame instanceof TextWebSocketFrame) {
            inText = !frame.isFinalFragment();
        } else if (frame instanceof ContinuationWebSocketFrame) {
            inText = !frame.isFinalFragment();
        } else if (frame instanceof PingWebSocketFrame) {
            WebSocketFrames.pong(channel, frame.content());
        } else if (frame instanceof CloseWebSocketFrame) {
            closing = true;
            publisher.finish(EndCause.CLIENT);
            WebSocketFrames.close(channel, WebSocketFrames.NORMAL, "");
        }
    }

    private boolean tag(int type, int timestamp, ByteBuf body) {
        if (!tags.take(messagesPerSecond, lastReceivedNanos)) {
            tooFast();
            return false;
        }
        publisher.append(type, timestamp, body);
        return true;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        publisher.readComplete();
    }

    private void tick() {
        if (closing) {
            return;
        }
        if (publisher.isWaiting()) {
            // What it says meanwhile is parked unread.
            keepAlive.received();
        } else if (!keepAlive.beats(Long.MIN_VALUE)) {
            disconnect(EndCause.DEAD_PEER);
        } else if (bitrate.isExceeded(intake.received(), hub.nanoTime())) {
            tooFast();
        }
    }

    private void tooFast() {
        LOG.log(Level.INFO, "closed {0}: too fast", RemoteAddress.of(channel));
        TrackedConnection.closing(channel, CloseReason.TOO_FAST);
        end(EndCause.LIMIT_EXCEEDED, WebSocketFrames.POLICY, CloseReason.TOO_FAST);
    }

    private void broken(ProtocolViolation violation) {
        ProtocolErrorCounters.count(violation.reason());
        LOG.log(Level.INFO, "closed {0}: {1}", RemoteAddress.of(channel), violation.reason());
        TrackedConnection.closing(channel, CloseReason.PROTOCOL_ERROR);
        end(EndCause.PROTOCOL_ERROR, WebSocketFrames.PROTOCOL_ERROR, violation.reason());
    }

    private void end(EndCause cause, int code, Enum<?> why) {
        closing = true;
        publisher.finish(cause);
        publisher.goodbye(code, why);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof DecoderException)) {
            disconnect(EndCause.CONNECTION_LOST);
        } else if (!closing) {
            TrackedConnection.closing(channel, CloseReason.PROTOCOL_ERROR);
            end(EndCause.PROTOCOL_ERROR, WebSocketFrames.PROTOCOL_ERROR, CloseReason.PROTOCOL_ERROR);
        }
    }

    private void disconnect(EndCause cause) {
        closing = true;
        publisher.finish(cause);
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        publisher.finish(EndCause.CONNECTION_LOST);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        decoder.release();
        hub.loop(channel.eventLoop()).ticker().remove(tick);
    }
}
