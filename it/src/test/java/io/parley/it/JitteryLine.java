package io.parley.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A way to a port of the server on which what the server sends takes up to so long, now more and now less, as in a wireless network. Nothing overtakes. */
final class JitteryLine implements AutoCloseable {

    private final ServerSocket listener;
    private final int port;
    private final int jitterMs;
    private final Random random = new Random(1);

    JitteryLine(int port, int jitterMs) {
        this.port = port;
        this.jitterMs = jitterMs;
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

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                run(() -> copy(client, server));
                run(() -> copyLater(server, client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them is gone, and with it the other
        }
    }

    private void copyLater(Socket from, Socket to) {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[64 << 10];
            long due = 0;
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                long now = System.nanoTime();
                due = Math.max(due, now + random.nextInt(jitterMs * 1_000) * 1_000L);
                byte[] bytes = Arrays.copyOf(piece, length);
                later.schedule(() -> write(out, bytes), due - now, TimeUnit.NANOSECONDS);
            }
        } catch (IOException e) {
            // one of them is gone, and with it the other
        } finally {
            later.shutdown();
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            // the client is gone
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "jittery-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
