package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests whose bodies never come hold no thread: calls go on, and others are let in, while the server waits and then cuts them. */
@OnServer(OnServer.Kind.WILDFLY)
class SlowRequestIT {

    /** More than all threads of HTTP together. */
    private static final int SOCKETS = 80;

    /** Far beyond the body's deadline of 10 s, however slow the machine is. */
    private static final int PATIENCE_MS = 180_000;

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void start() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("slow-requests");
    }

    @Test
    void slowBodiesOverHttpStopNoCall() throws Exception {
        attack(false);
    }

    @Test
    void slowBodiesOverHttpsStopNoCall() throws Exception {
        attack(true);
    }

    private void attack(boolean tls) throws Exception {
        String room = "slow-" + tls;
        List<Socket> slow = new ArrayList<>();
        try (SignalClient before = SignalClient.inside(server, app, room, "before", rest.token(app, "before"))) {
            for (int i = 0; i < SOCKETS; i++) {
                slow.add(slowBody(tls, i % 2 == 0 ? "/parley/api/v1/sessions" : "/parley/console/sign-in"));
            }
            JsonNode ack = before.heartbeat();
            assertThat(ack.path("type").asText()).isEqualTo("heartbeatAck");
            try (SignalClient during = SignalClient.inside(server, app, room, "during", rest.token(app, "during"))) {
                before.await("userAdded");
                assertThat(rest.live(app, "users", room).findValuesAsText("userID"))
                        .contains("before", "during");
            }
            for (Socket socket : slow) {
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .contains("408", "urn:parley:refusal:BODY_TOO_LATE");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /**
     * A head that promises a body, and its first byte. Its address is its own, so that no other test is refused for signing in too often.
     */
    private static Socket slowBody(boolean tls, String path) throws IOException, GeneralSecurityException {
        Socket socket = tls ? trusting().getSocketFactory().createSocket() : new Socket();
        socket.setSoTimeout(PATIENCE_MS);
        int port = tls ? server.httpsPort() : server.httpPort();
        socket.bind(new InetSocketAddress("127.0.0.7", 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The server's certificate of the first start is its own. */
    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                null);
        return context;
    }
}
