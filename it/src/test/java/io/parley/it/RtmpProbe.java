package io.parley.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little of an RTMP client that asks to publish or play and reads the answer; it never sends media. */
public final class RtmpProbe implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("NetStream\\.[A-Za-z]+\\.[A-Za-z]+");
    private static final int PACKET = 1536;
    private static final int CHUNK = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final String streamName;
    private final StringBuilder received = new StringBuilder();

    /** Connects and shakes hands; the next word decides. */
    public RtmpProbe(String url) throws IOException {
        URI uri = URI.create(url);
        streamName = uri.getRawPath().substring("/live/".length()) + "?" + uri.getRawQuery();
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 5_000);
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        byte[] c0c1 = new byte[1 + PACKET];
        c0c1[0] = 3;
        out.write(c0c1);
        byte[] s0s1s2 = new byte[1 + 2 * PACKET];
        new DataInputStream(in).readFully(s0s1s2);
        out.write(s0s1s2, 1, PACKET);
        out.write(new byte[] {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, (byte) (CHUNK >> 8), (byte) CHUNK});
        String tcUrl = "rtmp://" + uri.getHost() + ":" + uri.getPort() + "/live";
        command(0, body -> {
            text(body, "connect");
            number(body, 1);
            body.writeByte(3);
            property(body, "app", "live");
            property(body, "tcUrl", tcUrl);
            body.write(new byte[] {0, 0, 9});
        });
        command(0, body -> {
            text(body, "createStream");
            number(body, 2);
            body.writeByte(5);
        });
    }

    /** Asks and does not wait. */
    public void publish() throws IOException {
        ask("publish", body -> text(body, "live"));
    }

    /** Asks and does not wait. */
    public void play() throws IOException {
        ask("play", body -> number(body, -2000));
    }

    private void ask(String command, Part last) throws IOException {
        command(1, body -> {
            text(body, command);
            number(body, 3);
            body.writeByte(5);
            text(body, streamName);
            last.write(body);
        });
    }

    /** The code of the first answer about the stream; "closed" when the connection ends without one. */
    public String answer() throws IOException {
        byte[] buffer = new byte[8_192];
        while (true) {
            Matcher found = CODE.matcher(received);
            // A code at the very end may go on in the next bytes.
            if (found.find() && !found.hitEnd()) {
                String code = found.group();
                received.delete(0, found.end());
                return code;
            }
            int count;
            try {
                count = in.read(buffer);
            } catch (SocketException reset) {
                return "closed";
            }
            if (count < 0) {
                return "closed";
            }
            received.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    /** Breaks the connection without a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private interface Part {
        void write(DataOutputStream body) throws IOException;
    }

    private void command(int stream, Part part) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        part.write(new DataOutputStream(bytes));
        int length = bytes.size();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(new byte[] {
            3, 0, 0, 0, (byte) (length >> 16), (byte) (length >> 8), (byte) length, 20, (byte) stream, 0, 0, 0
        });
        bytes.writeTo(message);
        out.write(message.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(2);
        out.writeUTF(text);
    }

    private static void number(DataOutputStream out, double number) throws IOException {
        out.writeByte(0);
        out.writeDouble(number);
    }

    private static void property(DataOutputStream out, String name, String value) throws IOException {
        out.writeUTF(name);
        text(out, value);
    }
}
