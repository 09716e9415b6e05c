package io.parley.bench.attack;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One connection of an attacker: a plain socket or TLS, HTTP and WebSocket written by hand. For one thread. */
final class Stranger implements Closeable {

    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;

    private Stranger(Socket socket) {
        this.socket = socket;
    }

    static Stranger connect(Victim victim, int port, boolean tls) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(victim.attackFrom()), 0));
        socket.connect(new InetSocketAddress(victim.host(), port), PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        if (tls) {
            socket = trusting().getSocketFactory().createSocket(socket, victim.host(), port, true);
        }
        return new Stranger(socket);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends an HTTP request and returns the status of its answer, read to its end. The server closes after it. */
    int request(String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        send(method + " " + path + " HTTP/1.1\r\nHost: " + Victim.HOST_HEADER + "\r\nConnection: close\r\n"
                + (bytes.length == 0
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n")
                + "\r\n" + body);
        byte[] answer = socket.getInputStream().readAllBytes();
        String line = new String(answer, 0, Math.min(answer.length, 12), StandardCharsets.ISO_8859_1);
        return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9, 12).strip());
    }

    /** Upgrades to the signalling WebSocket. */
    void openSignal() throws IOException {
        send("GET /parley/signal HTTP/1.1\r\nHost: " + Victim.HOST_HEADER
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no upgrade: " + head);
            }
            head.append((char) next);
        }
        if (head.indexOf("101") < 0) {
            throw new IOException("no upgrade: " + head.substring(0, Math.min(40, head.length())));
        }
    }

    /** A text message in one masked frame; its mask is zero. */
    void say(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[8 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | 126);
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 8, payload.length);
        socket.getOutputStream().write(frame);
    }

    /** Reads whatever has come. @return false once the server has closed */
    boolean isOpen() {
        try {
            socket.setSoTimeout(1);
            byte[] some = new byte[4_096];
            while (true) {
                if (socket.getInputStream().read(some) < 0) {
                    return false;
                }
            }
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Attackers do not care whose certificate it is. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
