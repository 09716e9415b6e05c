package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** Closing a connection so that its last words arrive. */
public final class GracefulClose {

    /** Time that the client may take to close after it could read them, in milliseconds. */
    private static final int LINGER = 500;

    /** Time that it may take to read what was sent before, in milliseconds. */
    private static final int PATIENCE = 3_000;

    private GracefulClose() {}

    /**
     * Sends the last words and closes soon after. Closing at once could reset the connection while the client still
     * sends, and the words would be lost; so the caller goes on reading and dropping what comes.
     */
    public static void close(Channel channel, ByteBuf lastWords) {
        channel.config().setAutoRead(true);
        channel.pipeline().fireUserEventTriggered(ConnectionEvent.SETTLED);
        channel.writeAndFlush(lastWords).addListener(sent -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls == null || !channel.isActive()) {
                shutDown(channel);
            } else {
                // Clients take an end without this goodbye for an attack.
                tls.closeOutbound().addListener(closed -> shutDown(channel));
            }
        });
        closeIn(channel, PATIENCE);
    }

    private static void shutDown(Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput();
            closeIn(channel, LINGER);
        }
    }

    private static void closeIn(Channel channel, int delayMs) {
        channel.eventLoop().schedule(() -> channel.close(), delayMs, TimeUnit.MILLISECONDS);
    }
}
