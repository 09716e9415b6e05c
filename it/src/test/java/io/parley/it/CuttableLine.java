package io.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/**
 * One phone's way to a port of the server. Cut, it is what a phone in a tunnel has: its own connections are gone at once and it gets no
 * new ones, while the server hears nothing of it, not even an end.
 */
final class CuttableLine implements AutoCloseable {

    private final ServerSocket listener;
    private final int port;
    private final Set<Socket> phoneSide = new HashSet<>();
    private final Set<Socket> serverSide = new HashSet<>();
    private boolean down;

    /** A line to this port of this machine. */
    CuttableLine(int port) {
        this.port = port;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    synchronized void cut() {
        down = true;
        phoneSide.forEach(CuttableLine::reset);
        phoneSide.clear();
    }

    /** New connections work again; what was left of the old ones at the server goes now. */
    synchronized void restore() {
        down = false;
        serverSide.forEach(CuttableLine::reset);
        serverSide.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // closed, or the server is away: the phone finds out by itself
            }
        }
    }

    private synchronized void connect(Socket phone) throws IOException {
        if (down) {
            reset(phone);
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        phone.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        phoneSide.add(phone);
        serverSide.add(server);
        run(() -> copy(phone, server));
        run(() -> copy(server, phone));
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            end(to);
        } catch (IOException e) {
            end(to);
        }
    }

    /** The other side hears of an end, unless the line is cut. */
    private synchronized void end(Socket other) {
        if (!down) {
            try {
                other.close();
            } catch (IOException e) {
                // closed already
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        restore();
    }
}
