package io.parley.relay.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * The congestion control that the kernel is asked for, socket by socket. With the usual one a link that loses packets for another reason
 * than being full is taken for full, and a player behind it gets a fraction of what would fit. Thread-safe.
 */
public final class CongestionControl {

    /** The name for the one that the system gives a socket. */
    public static final String OF_THE_SYSTEM = "system";

    /** Leaves sockets as they are. */
    public static final CongestionControl SYSTEM = new CongestionControl(OF_THE_SYSTEM, false);

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,15}");

    /** IPPROTO_TCP and TCP_CONGESTION of Linux; Netty has no option for it. */
    private static final int LEVEL = 6;

    private static final int OPTION = 13;

    private final String name;
    private final boolean isAsked;

    private CongestionControl(String name, boolean isAsked) {
        this.name = name;
        this.isAsked = isAsked;
    }

    /** The name again; throws IllegalArgumentException, in words for an operator, when it cannot be one. */
    public static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "congestion-control must be a name that the kernel knows, as bbr, or system, not \"" + name + "\"");
        }
        return name;
    }

    /** The one of this name, or the system's where the kernel does not have it, or does not give it to this process. */
    public static CongestionControl of(String name, Transport transport) {
        if (name.equals(OF_THE_SYSTEM) || transport == Transport.NIO) {
            return SYSTEM;
        }
        CongestionControl wanted = new CongestionControl(name, true);
        Channel probe = transport == Transport.IO_URING ? new IoUringSocketChannel() : new EpollSocketChannel();
        try {
            return wanted.isTakenBy(probe) ? wanted : SYSTEM;
        } finally {
            probe.unsafe().closeForcibly();
        }
    }

    /** Asks for it, for a socket that is connected or not. */
    public void apply(Channel channel) {
        if (isAsked) {
            isTakenBy(channel);
        }
    }

    private boolean isTakenBy(Channel channel) {
        byte[] value = name.getBytes(US_ASCII);
        try {
            return channel.config()
                    .setOption(
                            new RawUnixChannelOption("TCP_CONGESTION", LEVEL, OPTION, value.length),
                            ByteBuffer.wrap(value));
        } catch (ChannelException refused) {
            // The socket has been closed, or the kernel's modules have changed: it goes on with what it has.
            return false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
