package io.parley.relay.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.parley.relay.statistics.CloseReason;
import java.net.InetAddress;

/** Reads the PROXY protocol's header, version 1 or 2: the client's address as the proxy before us saw it. */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

    enum Match {
        YES,
        NO,
        /** So far it could be one. */
        PERHAPS
    }

    /** Bytes that a proxy may add to a version 2 header; they are skipped. */
    private static final int MOST_EXTRAS = 4096;

    private static final byte[] VERSION_1 = "PROXY ".getBytes(ISO_8859_1);
    private static final byte[] VERSION_2 = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);

    private ProxyHeader() {}

    /** True when a header begins like that. No HTTP method and no other first byte does. */
    static Match match(ByteBuf in) {
        Match first = match(in, VERSION_1);
        return first == Match.NO ? match(in, VERSION_2) : first;
    }

    private static Match match(ByteBuf in, byte[] signature) {
        int length = Math.min(in.readableBytes(), signature.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != signature[i]) {
                return Match.NO;
            }
        }
        return length == signature.length ? Match.YES : Match.PERHAPS;
    }

    /** Adds what reads the header, and then goes away. */
    static void install(ChannelPipeline pipeline) {
        // The decoder closes before it says that it does not understand.
        TrackedConnection.suppose(pipeline.channel(), CloseReason.PROXY_BROKEN);
        pipeline.addLast(new HAProxyMessageDecoder(MOST_EXTRAS)).addLast(new ProxyHeader());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof HAProxyMessage header)) {
            ctx.fireChannelRead(msg);
            return;
        }
        TrackedConnection.suppose(ctx.channel(), null);
        try {
            // A proxy that checks on us connects for itself; and what is no address, it does not know.
            InetAddress client = header.command() == HAProxyCommand.LOCAL || header.sourceAddress() == null
                    ? null
                    : AddressKey.parse(header.sourceAddress());
            if (client == null || TrackedConnection.knownAs(ctx.channel(), client)) {
                ctx.pipeline().remove(this);
            }
        } finally {
            header.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable broken) {
        TrackedConnection.close(ctx.channel(), CloseReason.PROXY_BROKEN);
    }
}
