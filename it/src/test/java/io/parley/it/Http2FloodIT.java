package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Floods of HTTP/2 frames end in GOAWAY, and their connection is closed. */
@OnServer(OnServer.Kind.WILDFLY)
class Http2FloodIT {

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int FRAMES = 2_000;

    /** GET / of host h over https, by the static table of RFC 7541. */
    private static final byte[] GET = {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0x41, 1, 'h'};

    @BeforeAll
    static void start() {
        RequestHeadIT.start();
    }

    @Test
    void streamsThatAreResetAtOnceEndTheConnection() throws Exception {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            flood.write(frame(HEADERS, END_STREAM | END_HEADERS, 2 * i + 1, GET));
            flood.write(frame(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8}));
        }
        assertThat(ends(flood.toByteArray())).isTrue();
    }

    @Test
    void aHeadThatGoesOnAndOnEndsTheConnection() throws Exception {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        flood.write(frame(HEADERS, END_STREAM, 1, GET));
        byte[] header = ("\0\4x000\u007f\0" + "y".repeat(127)).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < FRAMES; i++) {
            flood.write(frame(CONTINUATION, 0, 1, header));
        }
        assertThat(ends(flood.toByteArray())).isTrue();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] content) {
        return ByteBuffer.allocate(9 + content.length)
                .put((byte) (content.length >> 16))
                .putShort((short) content.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array();
    }

    /** Sends this after the greeting; true when the server answers with GOAWAY or closes the connection. */
    private static boolean ends(byte[] flood) throws Exception {
        try (SSLSocket socket = (SSLSocket) RequestHeadIT.connect(true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) Eventually.PATIENCE.toMillis());
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(frame(SETTINGS, 0, 0, new byte[0]));
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(flood);
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    // The server has closed it, which is what it should.
                }
            });
            writer.start();
            boolean ended = seesGoaway(socket.getInputStream());
            socket.close();
            writer.join();
            return ended;
        }
    }

    private static boolean seesGoaway(InputStream in) {
        DataInputStream frames = new DataInputStream(in);
        try {
            while (true) {
                int length = frames.readUnsignedByte() << 16 | frames.readUnsignedShort();
                int type = frames.readUnsignedByte();
                frames.skipNBytes(5L + length);
                if (type == GOAWAY) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
