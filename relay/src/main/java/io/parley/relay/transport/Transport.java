package io.parley.relay.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Network transports, best first. Epoll reads, and an io_uring sends to all players of a loop by one system call: measured
 * cheaper than either of the two alone (docs/performance.md).
 */
public enum Transport {
    /** Epoll for everything but sends to players, which share an io_uring. */
    EPOLL_RING,
    /** Epoll alone, each send a system call. */
    EPOLL,
    /** Everything by io_uring. Only when asked for. */
    IO_URING,
    /** The JDK's own transport. */
    NIO;

    /** Small, because what the socket has not taken can still be skipped. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 << 10, 48 << 10);

    private static final int UNSENT_IN_KERNEL = 32 << 10;
    private static final int NIO_SEND_BUFFER = 64 << 10;
    private static final int BACKLOG = 1024;

    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    static {
        // A stack trace of every 128th buffer is a tenth of a busy loop's time. Tests ask for it.
        if (System.getProperty(LEAK_DETECTION) == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    /** As it is called in a configuration and in the log. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By its label; throws IllegalArgumentException, in words for an operator, when there is none. */
    public static Transport of(String label) {
        for (Transport transport : values()) {
            if (transport.label().equals(label)) {
                return transport;
            }
        }
        throw new IllegalArgumentException(
                "transport must be one of epoll-ring, epoll, io-uring, nio, not \"" + label + "\"");
    }

    /** The one asked for, or the best there is. */
    public static Transport choose(@Nullable Transport wanted) throws IOException {
        if (wanted != null) {
            Throwable missing = wanted.unavailable();
            if (missing != null) {
                throw new IOException("transport " + wanted.label() + " is not available here: " + missing, missing);
            }
            return wanted;
        }
        return EPOLL_RING.unavailable() == null ? EPOLL_RING : EPOLL.unavailable() == null ? EPOLL : NIO;
    }

    private @Nullable Throwable unavailable() {
        return switch (this) {
            case EPOLL_RING -> Epoll.isAvailable() ? IoUring.unavailabilityCause() : Epoll.unavailabilityCause();
            case EPOLL -> Epoll.unavailabilityCause();
            case IO_URING -> IoUring.unavailabilityCause();
            case NIO -> null;
        };
    }

    /** @param turnIntervalUs the setting {@code turn-interval-us}; io_uring has turns of its own */
    public EventLoopGroup newGroup(int threads, int turnIntervalUs) {
        SelectStrategyFactory turns = () -> new TurnModeration(turnIntervalUs);
        IoHandlerFactory io =
                switch (this) {
                    case EPOLL_RING, EPOLL -> EpollIoHandler.newFactory(0, turns);
                    case IO_URING -> IoUringIoHandler.newFactory();
                    case NIO -> NioIoHandler.newFactory(SelectorProvider.provider(), turns);
                };
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("parley-relay", true), io);
    }

    public ServerBootstrap bootstrap(EventLoopGroup group) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // A goodbye may still lie unread where a write fails: reading finds it, and then the end.
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        return switch (this) {
            case EPOLL_RING, EPOLL ->
                bootstrap
                        .channel(EpollServerSocketChannel.class)
                        .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_IN_KERNEL);
            case IO_URING ->
                bootstrap
                        .channel(IoUringServerSocketChannel.class)
                        .childOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_IN_KERNEL);
            case NIO ->
                bootstrap.channel(NioServerSocketChannel.class).childOption(ChannelOption.SO_SNDBUF, NIO_SEND_BUFFER);
        };
    }
}
