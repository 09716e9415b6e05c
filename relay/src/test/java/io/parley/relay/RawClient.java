package io.parley.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A connection that sends bytes and sees whether it is still wanted. */
final class RawClient implements AutoCloseable {

    final Socket socket = new Socket();

    RawClient(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** From an address of its own. */
    RawClient(int port, String from) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    }

    RawClient send(String bytes) throws IOException {
        return send(bytes.getBytes(ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** True when nothing comes for a moment. */
    boolean isOpen() throws IOException {
        return !isClosedIn(150);
    }

    /** Sends that so often, or until it is closed, and reads to the end. */
    boolean isClosedAfter(String bytes, int times) throws IOException {
        try {
            for (int i = 0; i < times; i++) {
                send(bytes);
            }
        } catch (SocketException closed) {
            return true;
        }
        return isClosedIn(Patience.MILLIS);
    }

    /** Reads to the end. */
    boolean isClosedIn(int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        try {
            while (true) {
                int left = (int) ((end - System.nanoTime()) / 1_000_000);
                if (left <= 0) {
                    return false;
                }
                socket.setSoTimeout(left);
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException waiting) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
