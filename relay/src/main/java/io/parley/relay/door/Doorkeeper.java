package io.parley.relay.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;

/**
 * Stands in the listening socket's pipeline, before what registers accepted connections: whoever there is no room for costs no
 * event loop, no pipeline and no log line.
 */
public final class Doorkeeper extends ChannelInboundHandlerAdapter {

    private final Visits visits;
    private final TrustedProxies proxies;

    /**
     * @param proxies not counted by address: their clients are, as soon as they are known
     */
    public Doorkeeper(Visits visits, TrustedProxies proxies) {
        this.visits = visits;
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
            return new Visit(visits, proxies, client, peer.getAddress()).begin() == null;
        }
        visits.wasReset();
        return false;
    }
}
