package io.parley.relay.hub;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The short way to a player's socket: the system call itself, from shared memory, with no buffer, promise or pipeline for
 * each message and player. Only while the channel has nothing of its own to send, and only on its event loop.
 */
final class DirectSocket {

    private final Channel channel;
    private final FileDescriptor descriptor;

    private DirectSocket(Channel channel, FileDescriptor descriptor) {
        this.channel = channel;
        this.descriptor = descriptor;
    }

    /** Null where there is no such way: another transport, or encryption. */
    static @Nullable DirectSocket of(Channel channel) {
        return channel instanceof EpollSocketChannel epoll && channel.pipeline().get(SslHandler.class) == null
                ? new DirectSocket(channel, epoll.fd())
                : null;
    }

    /** Whether everything written to the channel has left it. */
    boolean isFree() {
        ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
        return queued != null && queued.totalPendingWriteBytes() == 0;
    }

    /** For the ring. */
    int descriptor() {
        return descriptor.intValue();
    }

    /** How many bytes the socket took; 0 when it is full. */
    int write(long address, int length) throws IOException {
        return descriptor.writeAddress(address, 0, length);
    }
}
