package io.parley.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How bytes come and go: native epoll where there is one, else NIO. */
enum Transport {
    EPOLL,
    NIO;

    /** Names a transport instead of taking the best. */
    static final String PROPERTY = "parley.relay.transport";

    /** Small, because what the socket has not taken can still be skipped. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 << 10, 48 << 10);

    private static final int UNSENT_IN_KERNEL = 32 << 10;
    private static final int NIO_SEND_BUFFER = 64 << 10;
    private static final int BACKLOG = 1024;

    static Transport choose() {
        boolean wantsNio = NIO.label().equals(System.getProperty(PROPERTY));
        return Epoll.isAvailable() && !wantsNio ? EPOLL : NIO;
    }

    String label() {
        return this == EPOLL ? "epoll" : "nio";
    }

    EventLoopGroup newGroup(int threads) {
        IoHandlerFactory io = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("parley-relay", true), io);
    }

    ServerBootstrap bootstrap(EventLoopGroup group) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (this == EPOLL) {
            return bootstrap
                    .channel(EpollServerSocketChannel.class)
                    .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_IN_KERNEL);
        }
        return bootstrap.channel(NioServerSocketChannel.class).childOption(ChannelOption.SO_SNDBUF, NIO_SEND_BUFFER);
    }
}
