package io.parley.relay.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.parley.relay.CloseReason;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

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
        if (visits.arrive() != null) {
            client.unsafe().closeForcibly();
            return;
        }
        Visit visit = new Visit(visits, proxies);
        CloseReason full = count(visit, client);
        if (full == null) {
            visit.begin(client);
            ctx.fireChannelRead(client);
        } else {
            visits.left(null, true, full);
            client.unsafe().closeForcibly();
        }
    }

    private static @Nullable CloseReason count(Visit visit, Channel client) {
        if (!(client.remoteAddress() instanceof InetSocketAddress peer) || peer.getAddress() == null) {
            // It was reset before it was accepted.
            return CloseReason.NOTHING_WANTED;
        }
        return visit.comesFrom(peer.getAddress());
    }
}
