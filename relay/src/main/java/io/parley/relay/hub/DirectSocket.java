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

    private final FileDescriptor descriptor;
    private final ChannelOutboundBuffer queued;

    private DirectSocket(FileDescriptor descriptor, ChannelOutboundBuffer queued) {
        this.descriptor = descriptor;
        this.queued = queued;
    }

    /** Null where there is no such way: another transport, or encryption. */
    static @Nullable DirectSocket of(Channel channel) {
        if (!(channel instanceof EpollSocketChannel epoll) || channel.pipeline().get(SslHandler.class) != null) {
            return null;
        }
        ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
        return queued == null ? null : new DirectSocket(epoll.fd(), queued);
    }

    /**
     * True when everything written to the channel has left it. Asked for each message and player: looks at two objects and no more,
     * because with many players each is a miss of the processor's cache. A closed channel's descriptor may be another connection's by now.
     */
    boolean isFree() {
        return queued.totalPendingWriteBytes() == 0 && descriptor.isOpen();
    }

    /** For the ring. */
    int descriptor() {
        return descriptor.intValue();
    }

    /** Writes, and returns the number of bytes that the socket took; 0 when it is full. */
    int write(long address, int length) throws IOException {
        return descriptor.writeAddress(address, 0, length);
    }
}
