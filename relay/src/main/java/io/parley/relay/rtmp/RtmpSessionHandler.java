package io.parley.relay.rtmp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.connection.MeanBitrate;
import io.parley.relay.connection.TrackedConnection;
import io.parley.relay.gate.EndCause;
import io.parley.relay.hub.ConnectionEvent;
import io.parley.relay.hub.GracefulClose;
import io.parley.relay.hub.RemoteAddress;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import io.parley.relay.statistics.CloseReason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** One RTMP connection after the handshake: control messages, liveness, and what it turned out to be for. */
final class RtmpSessionHandler extends ChannelInboundHandlerAdapter {

    /** Messages a client may send before the gate has said yes. */
    private static final int MESSAGES_BEFORE_AUTH = 64;

    /** Bytes of messages a client may send before the gate has said yes. */
    private static final int BYTES_BEFORE_AUTH = 64 << 10;

    private static final Logger LOG = System.getLogger(RtmpSessionHandler.class.getName());

    private final StreamHub hub;
    private final RtmpChunkDecoder decoder;
    private final RtmpCommands commands;
    private final RtmpControl control;
    private final RtmpRateLimiter rates;
    private final MeanBitrate bitrate;
    private final Channel channel;

    private @Nullable RtmpRole role;
    private final Runnable tick = this::tick;
    private boolean authorized;
    private boolean closing;
    private int messagesBeforeAuth;
    private int bytesBeforeAuth;
    private long lastReceivedNanos;
    private long idleSinceNanos;

    RtmpSessionHandler(Channel channel, StreamHub hub, RtmpChunkDecoder decoder) {
        this.channel = channel;
        this.hub = hub;
        this.decoder = decoder;
        this.commands = new RtmpCommands(this, hub);
        this.control = new RtmpControl(this, hub);
        this.rates = new RtmpRateLimiter(hub.config());
        this.bitrate = new MeanBitrate(hub.config().get(RelaySetting.PUBLISHER_KBITS));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        lastReceivedNanos = hub.nanoTime();
        idleSinceNanos = lastReceivedNanos;
        hub.loop(channel.eventLoop()).ticker().add(tick);
    }

    Channel channel() {
        return channel;
    }

    String remoteAddress() {
        return RemoteAddress.of(channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        lastReceivedNanos = hub.nanoTime();
        RtmpMessage message = (RtmpMessage) msg;
        if (closing || isAllowed(message.type())) {
            receive(message);
        } else {
            message.release();
        }
    }

    /** Counts a message; false when it is one too many, and then this was the end. */
    boolean isAllowed(int type) {
        boolean allowed = rates.allow(type, lastReceivedNanos);
        if (!allowed) {
            tooFast();
        }
        return allowed;
    }

    /** Parks or handles a message, and lets go of it. */
    void receive(RtmpMessage message) {
        if (closing) {
            message.release();
        } else if (role == null || !role.park(message)) {
            handle(message);
        }
    }

    private void handle(RtmpMessage message) {
        try {
            if (!closing) {
                countBeforeAuth(message);
                dispatch(message);
            }
        } catch (ProtocolViolation violation) {
            broken(violation);
        } finally {
            message.release();
        }
    }

    private void countBeforeAuth(RtmpMessage message) {
        if (authorized) {
            return;
        }
        bytesBeforeAuth += message.body().readableBytes();
        if (++messagesBeforeAuth > MESSAGES_BEFORE_AUTH || bytesBeforeAuth > BYTES_BEFORE_AUTH) {
            throw new ProtocolViolation(Reason.TOO_MANY_MESSAGES);
        }
    }

    private void dispatch(RtmpMessage message) {
        switch (message.type()) {
            case RtmpMessage.USER_CONTROL -> control.userControl(message.body());
            case RtmpMessage.WINDOW_ACK_SIZE -> control.windowAckSize(message.body());
            case RtmpMessage.AMF0_COMMAND, RtmpMessage.AMF3_COMMAND -> {
                RtmpCommand command = RtmpCommand.of(message);
                if (command != null) {
                    commands.handle(command);
                }
            }
            case RtmpMessage.AUDIO,
                    RtmpMessage.VIDEO,
                    RtmpMessage.AMF0_DATA,
                    RtmpMessage.AMF3_DATA,
                    RtmpMessage.AGGREGATE -> {
                if (role != null) {
                    role.media(message);
                }
            }
            default -> {
                // Acknowledgements, shared objects and whatever may come.
            }
        }
    }

    /** Milliseconds that the client took to answer a ping, -1 before that. */
    int roundTripMs() {
        return control.roundTripMs();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!closing) {
            control.acknowledge(decoder.bytesReceived());
            if (!rates.allowChunks(decoder.chunks(), hub::nanoTime)) {
                tooFast();
            }
        }
        if (role != null) {
            role.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (role != null && channel.isWritable()) {
            role.writable();
        }
    }

    private void tick() {
        long now = hub.nanoTime();
        RelayConfig config = hub.config();
        long alive = role == null ? lastReceivedNanos : Math.max(lastReceivedNanos, role.lifeSignNanos());
        if (millis(now - alive) > config.get(RelaySetting.DEAD_PEER_MS)) {
            disconnect(EndCause.DEAD_PEER);
        } else if (role == null && millis(now - idleSinceNanos) > config.get(RelaySetting.HANDSHAKE_DEADLINE_MS)) {
            TrackedConnection.closing(channel, CloseReason.DEADLINE);
            disconnect(EndCause.PROTOCOL_ERROR);
        } else if (!closing && authorized) {
            control.ping(now);
        }
        if (role != null) {
            role.tick();
        }
        if (!closing && bitrate.isExceeded(decoder.bytesReceived(), now)) {
            tooFast();
        }
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    @Nullable
    RtmpRole role() {
        return role;
    }

    void become(RtmpRole newRole) {
        role = newRole;
    }

    /** The gate has said yes. */
    void authorized(ChunkLimits limits) {
        authorized = true;
        decoder.limit(limits);
    }

    /** The connection stays, for a while, in case the client wants something else. */
    void endRole(EndCause cause) {
        RtmpRole ending = role;
        role = null;
        idleSinceNanos = hub.nanoTime();
        if (ending != null) {
            ending.finish(cause);
            channel.pipeline().fireUserEventTriggered(ConnectionEvent.SETTLED);
        }
    }

    void write(RtmpReplies replies) {
        channel.write(replies.bytes());
    }

    void send(RtmpReplies replies) {
        channel.writeAndFlush(replies.bytes());
    }

    /** Sends the last words and closes; what the client still sends is dropped. */
    void sayGoodbye(RtmpReplies lastWords) {
        closing = true;
        GracefulClose.close(channel, lastWords.bytes());
    }

    private void tooFast() {
        LOG.log(Level.INFO, "closed {0}: too fast", remoteAddress());
        TrackedConnection.closing(channel, CloseReason.TOO_FAST);
        if (role instanceof RtmpPublisher publisher) {
            endRole(EndCause.LIMIT_EXCEEDED);
            sayGoodbye(new RtmpReplies(publisher.streamId())
                    .status("error", "NetStream.Publish.Denied", "Too much in too short a time"));
        } else {
            disconnect(EndCause.LIMIT_EXCEEDED);
        }
    }

    private void broken(ProtocolViolation violation) {
        ProtocolErrorCounters.count(violation.reason());
        LOG.log(Level.INFO, "closed {0}: {1}", remoteAddress(), violation.reason());
        TrackedConnection.closing(channel, CloseReason.PROTOCOL_ERROR);
        disconnect(EndCause.PROTOCOL_ERROR);
    }

    private void disconnect(EndCause cause) {
        closing = true;
        endRole(cause);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ProtocolViolation violation) {
            broken(violation);
        } else {
            // A reset or broken encryption is the network's doing; anything else would be the relay's.
            boolean network = cause instanceof IOException || cause.getCause() instanceof IOException;
            LOG.log(network ? Level.DEBUG : Level.WARNING, "connection failed", cause);
            disconnect(EndCause.CONNECTION_LOST);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != ConnectionEvent.DRAINING) {
            ctx.fireUserEventTriggered(event);
        } else if (!closing && role instanceof RtmpPublisher && commands.reconnects()) {
            send(new RtmpReplies().reconnectRequest());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        LOG.log(Level.DEBUG, "{0} has gone, last round trip {1} ms", remoteAddress(), roundTripMs());
        endRole(EndCause.CONNECTION_LOST);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        hub.loop(channel.eventLoop()).ticker().remove(tick);
    }
}
