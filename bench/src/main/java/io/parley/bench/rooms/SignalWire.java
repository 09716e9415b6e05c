package io.parley.bench.rooms;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens signalling connections, from many local addresses in turn: one address has not enough ports for a long run. */
final class SignalWire implements AutoCloseable {

    private static final int MAX_FRAME = 8 << 20;
    private static final int ADDRESSES = 50;
    private static final int CONNECT_TIMEOUT_MS = 30_000;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final InetSocketAddress server;
    private final WebSocketClientProtocolConfig webSocket;
    private final AtomicInteger next = new AtomicInteger();

    /** @param url as {@code http://127.0.0.1:8080} */
    SignalWire(URI url) {
        server = new InetSocketAddress(url.getHost(), url.getPort());
        webSocket = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri("ws://" + url.getAuthority() + "/parley/signal")
                .maxFramePayloadLength(MAX_FRAME)
                .handshakeTimeoutMillis(CONNECT_TIMEOUT_MS)
                .build();
    }

    /** Connects; the person asks to be let in as soon as it can. */
    void connect(SimulatedUser user) {
        ChannelFuture connected = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(65_536),
                                        new WebSocketClientProtocolHandler(webSocket),
                                        new WebSocketFrameAggregator(MAX_FRAME),
                                        user);
                    }
                })
                .connect(server, local());
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                user.notConnected(String.valueOf(done.cause()));
            }
        });
    }

    /** Any of 127.0.0.0/8 is this machine on Linux; to a server elsewhere the system chooses. */
    private InetSocketAddress local() {
        return server.getAddress().isLoopbackAddress()
                ? new InetSocketAddress("127.0.1." + (1 + next.getAndIncrement() % ADDRESSES), 0)
                : new InetSocketAddress(0);
    }

    @Override
    public void close() throws InterruptedException {
        loops.shutdownGracefully().sync();
    }
}
