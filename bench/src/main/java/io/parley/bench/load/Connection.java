package io.parley.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One TCP connection to the server: connecting, reading, and writing as the socket allows. */
abstract class Connection {

    private final LoadLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final SendBuffer outbox = new SendBuffer();
    private boolean paused;
    private boolean blocked;
    private boolean closed;
    private long readAt;

    /**
     * Begins to connect.
     *
     * @param receiveBuffer of the socket, in bytes, 0 for the system's choice
     */
    Connection(LoadLoop loop, InetSocketAddress server, int receiveBuffer) throws IOException {
        this.loop = loop;
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
            channel.connect(server);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The connection stands: time to speak. */
    abstract void connected();

    /** Bytes have come in, at {@link #readAt()}. */
    abstract void received(ByteBuffer in);

    /** The connection is over, by either side; called once. */
    abstract void ended(String reason);

    final LoadLoop loop() {
        return loop;
    }

    /** Time at which the bytes that are being handled were read. */
    final long readAt() {
        return readAt;
    }

    public final boolean isClosed() {
        return closed;
    }

    /** The buffer for bytes to the server, sent by {@link #flush()}. */
    final SendBuffer outbox() {
        return outbox;
    }

    /** True while the socket has no room; what is in the outbox goes out when it has. */
    final boolean isBlocked() {
        return blocked;
    }

    /** Stops or goes on reading. */
    public final void pause(boolean stop) {
        paused = stop;
        rearm();
    }

    final void ready() {
        if (closed || !key.isValid()) {
            return;
        }
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                rearm();
                connected();
                flush();
                return;
            }
            if (key.isReadable() && !paused) {
                read();
            }
            if (!closed && key.isWritable()) {
                flush();
            }
        } catch (IOException e) {
            close(String.valueOf(e.getMessage()));
        } catch (Feed.Broken e) {
            close(String.valueOf(e.getMessage()));
        }
    }

    private void read() throws IOException {
        ByteBuffer in = loop.in();
        int count = channel.read(in);
        readAt = System.nanoTime();
        if (count < 0) {
            close("closed by the server");
        } else if (count > 0) {
            received(in.flip());
        }
    }

    /** Sends what waits, as far as the socket takes it. */
    final void flush() {
        if (closed) {
            return;
        }
        try {
            blocked = !outbox.flush(channel);
            rearm();
        } catch (IOException e) {
            close(String.valueOf(e.getMessage()));
        }
    }

    private void rearm() {
        if (!closed && channel.isConnected()) {
            int wanted = (paused ? 0 : SelectionKey.OP_READ) | (blocked ? SelectionKey.OP_WRITE : 0);
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    public final void close(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // closed is what it shall be, and nothing can be done about the rest
        }
        ended(reason);
    }
}
