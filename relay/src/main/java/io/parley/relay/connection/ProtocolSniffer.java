package io.parley.relay.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.parley.relay.hub.RemoteAddress;
import io.parley.relay.statistics.CloseReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells by the first byte what a client speaks, so that one port serves all; only a PROXY header takes some more. What is unwrapped is
 * sniffed at again.
 */
public final class ProtocolSniffer extends ByteToMessageDecoder {

    private static final int RTMP_VERSION = 3;
    private static final int TLS_HANDSHAKE = 0x16;

    private final ProtocolPipelines pipelines;
    private final SniffStage stage;

    /** For a connection just accepted. */
    public ProtocolSniffer(ProtocolPipelines pipelines) {
        this(pipelines, SniffStage.BARE);
    }

    private ProtocolSniffer(ProtocolPipelines pipelines, SniffStage stage) {
        this.pipelines = pipelines;
        this.stage = stage;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ProxyHeader.Match header = stage == SniffStage.BARE ? ProxyHeader.match(in) : ProxyHeader.Match.NO;
        if (header == ProxyHeader.Match.PERHAPS) {
            return;
        }
        CloseReason no = header == ProxyHeader.Match.YES ? unwrapProxy(ctx) : begin(ctx, in);
        if (no == null) {
            ctx.pipeline().remove(this);
        } else {
            in.skipBytes(in.readableBytes());
            TrackedConnection.close(ctx.channel(), no);
        }
    }

    private @Nullable CloseReason unwrapProxy(ChannelHandlerContext ctx) {
        if (!pipelines.proxies().contains(RemoteAddress.inet(ctx.channel()))) {
            return CloseReason.PROXY_NOT_ALLOWED;
        }
        ChannelPipeline pipeline = ctx.pipeline();
        ProxyHeader.install(pipeline);
        pipeline.addLast(new ProtocolSniffer(pipelines, SniffStage.PROXIED));
        return null;
    }

    private @Nullable CloseReason begin(ChannelHandlerContext ctx, ByteBuf in) {
        int first = in.getUnsignedByte(in.readerIndex());
        if (first == RTMP_VERSION) {
            pipelines.rtmp().accept(ctx.channel());
        } else if (first >= 'A' && first <= 'Z') {
            pipelines.http().accept(ctx.channel());
        } else if (first == TLS_HANDSHAKE && stage != SniffStage.ENCRYPTED) {
            return unwrapTls(ctx);
        } else {
            return unknown(first);
        }
        return null;
    }

    private @Nullable CloseReason unwrapTls(ChannelHandlerContext ctx) {
        CertificateReloader certificates = pipelines.certificates();
        if (certificates == null) {
            return CloseReason.NO_TLS;
        }
        SslHandler tls = certificates.newHandler(ctx.alloc());
        // There is one deadline for all of it.
        tls.setHandshakeTimeoutMillis(0);
        TrackedConnection.suppose(ctx.channel(), CloseReason.TLS_FAILED);
        ctx.pipeline()
                .addLast(new RenegotiationBlocker())
                .addLast(tls)
                .addLast(new ProtocolSniffer(pipelines, SniffStage.ENCRYPTED));
        return null;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == SslHandshakeCompletionEvent.SUCCESS) {
            TrackedConnection.suppose(ctx.channel(), null);
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, or no TLS behind its first byte.
        ctx.close();
    }

    private static CloseReason unknown(int first) {
        return switch (first) {
            case 6, 8, 9 -> CloseReason.RTMPE;
            default -> CloseReason.UNKNOWN_PROTOCOL;
        };
    }
}
