package io.parley.relay.rtmp;

import static io.parley.relay.rtmp.HandshakeDigest.PACKET;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Answers C0 and C1 as soon as they are complete, waits for C2, and leaves the pipeline. C2 is not looked at: FFmpeg
 * sends S1 back where Flash would sign.
 */
final class RtmpHandshakeHandler extends ByteToMessageDecoder {

    static final int VERSION = 3;

    private boolean answered;
    private boolean broken;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!answered) {
            if (in.getUnsignedByte(in.readerIndex()) != VERSION) {
                in.skipBytes(in.readableBytes());
                broken = true;
                throw new ProtocolViolation(ProtocolViolation.Reason.HANDSHAKE_VERSION);
            }
            if (in.readableBytes() < 1 + PACKET) {
                return;
            }
            in.skipBytes(1);
            byte[] c1 = new byte[PACKET];
            in.readBytes(c1);
            ctx.writeAndFlush(answer(ctx, c1));
            answered = true;
        }
        if (in.readableBytes() >= PACKET) {
            in.skipBytes(PACKET);
            ctx.pipeline().remove(this);
        }
    }

    private static ByteBuf answer(ChannelHandlerContext ctx, byte[] c1) {
        ByteBuf answer = ctx.alloc().directBuffer(1 + 2 * PACKET);
        answer.writeByte(VERSION);
        int schema = claimsVersion(c1) ? HandshakeDigest.schemaOf(c1) : -1;
        if (schema >= 0) {
            answer.writeBytes(HandshakeDigest.s1(schema));
            answer.writeBytes(HandshakeDigest.s2(c1, schema));
        } else {
            byte[] s1 = new byte[PACKET];
            ThreadLocalRandom.current().nextBytes(s1);
            // Time and version zero: anything else in the version makes FFmpeg look for a digest.
            answer.writeLong(0);
            answer.writeBytes(s1, 8, PACKET - 8);
            answer.writeBytes(c1);
        }
        return answer;
    }

    private static boolean claimsVersion(byte[] c1) {
        return (c1[4] | c1[5] | c1[6] | c1[7]) != 0;
    }
}
