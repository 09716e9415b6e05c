package io.parley.relay.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.parley.relay.config.TrustedProxies;
import java.net.InetSocketAddress;

/**
 * Stands in the listening socket's pipeline, before what registers accepted connections: a client for which there is no room costs no
 * event loop, no pipeline and no log line.
 */
public final class AcceptHandler extends ChannelInboundHandlerAdapter {

    private final ConnectionTracker connections;
    private final TrustedProxies proxies;

    /**
     * @param proxies not counted by address: their clients are, as soon as they are known
     */
    public AcceptHandler(ConnectionTracker connections, TrustedProxies proxies) {
        this.connections = connections;
        this.proxies = proxies;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        Channel client = (Channel) msg;
        if (isWelcome(client)) {
            ctx.fireChannelRead(client);
        } else {
            client.unsafe().closeForcibly();
        }
    }

    private boolean isWelcome(Channel client) {
        if (client.remoteAddress() instanceof InetSocketAddress peer && peer.getAddress() != null) {
            return new TrackedConnection(connections, proxies, client, peer.getAddress()).begin() == null;
        }
        connections.wasReset();
        return false;
    }
}
