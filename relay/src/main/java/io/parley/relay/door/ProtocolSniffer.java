package io.parley.relay.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.parley.relay.CloseReason;
import java.util.List;
import java.util.function.Consumer;

/** Tells by the first byte what a client speaks, so that one port serves all. */
public final class ProtocolSniffer extends ByteToMessageDecoder {

    private static final int RTMP_VERSION = 3;

    private final Consumer<Channel> rtmp;
    private final Consumer<Channel> http;

    /** Each consumer adds a protocol's handlers to the channel. */
    public ProtocolSniffer(Consumer<Channel> rtmp, Consumer<Channel> http) {
        this.rtmp = rtmp;
        this.http = http;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int first = in.getUnsignedByte(in.readerIndex());
        if (first == RTMP_VERSION) {
            rtmp.accept(ctx.channel());
        } else if (first >= 'A' && first <= 'Z') {
            http.accept(ctx.channel());
        } else {
            in.skipBytes(in.readableBytes());
            Visit.close(ctx.channel(), unknown(first));
            return;
        }
        ctx.pipeline().remove(this);
    }

    private static CloseReason unknown(int first) {
        return switch (first) {
            case 6, 8, 9 -> CloseReason.RTMPE;
            default -> CloseReason.UNKNOWN_PROTOCOL;
        };
    }
}
