package io.parley.relay.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.parley.relay.statistics.CloseReason;

/**
 * Stands before decryption and closes a client that asks for a second TLS handshake, which costs the server a signature each time and
 * gains an honest client nothing. That is a handshake record after application data, or far too many before. TLS 1.3 has no such records
 * once it is encrypted. Looks at the five bytes in front of each record and at nothing else.
 */
final class RenegotiationBlocker extends ChannelInboundHandlerAdapter {

    /** Records of one handshake: a client needs three, and may cut them smaller. */
    private static final int MOST_RECORDS = 64;

    private static final int HEADER = 5;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private int headerBytes;
    private int type;
    private int length;
    private int left;
    private int records;
    private boolean done;
    private boolean closed;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        if (!closed && isOne(in)) {
            ctx.fireChannelRead(in);
            return;
        }
        in.release();
        if (!closed) {
            closed = true;
            TrackedConnection.closing(ctx.channel(), CloseReason.TLS_FAILED);
            // Not through encryption, which would say goodbye first and wait for it to be read.
            ctx.close();
        }
    }

    private boolean isOne(ByteBuf in) {
        int at = in.readerIndex();
        while (at < in.writerIndex()) {
            if (left > 0) {
                int skipped = Math.min(left, in.writerIndex() - at);
                left -= skipped;
                at += skipped;
            } else if (!header(in.getUnsignedByte(at++))) {
                return false;
            }
        }
        return true;
    }

    private boolean header(int next) {
        switch (headerBytes++) {
            case 0 -> type = next;
            case 3 -> length = next << 8;
            case HEADER - 1 -> {
                left = length | next;
                headerBytes = 0;
                done |= type == APPLICATION_DATA;
                return type != HANDSHAKE || !done && ++records <= MOST_RECORDS;
            }
            default -> {
                // The version.
            }
        }
        return true;
    }
}
