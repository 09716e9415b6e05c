package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that another server on the way may read otherwise is refused, and what follows it is never read as a request. */
@OnServer(OnServer.Kind.WILDFLY)
class RequestHeadIT {

    private static final String GET = "GET /parley/debug/ HTTP/1.1\r\n";
    private static final String POST = "POST /parley/api/v1/sessions HTTP/1.1\r\n";
    private static final String HOST = "Host: h\r\n";
    private static final String NEXT = "GET /parley/sdk/hidden HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final int HEAD_BYTES = 16_384;

    private static ParleyServer server;

    @BeforeAll
    static void start() {
        server = ParleyServer.shared();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAmbiguousHeadIsRefusedAndTheConnectionCloses(boolean tls) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : ambiguous().entrySet()) {
            answers.put(each.getKey(), statuses(ask(each.getValue() + NEXT, tls)));
            refused.put(each.getKey(), "400 ");
        }
        assertThat(answers).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyWithABrokenChunkEndsTheConnection(boolean tls) throws Exception {
        String head = POST + HOST + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (String size : new String[] {"0x2", "+2", "-2", " 2", "2;a\nb", "", "FFFFFFFFFFFFFFFFF"}) {
            assertThat(ask(head + size + "\r\n{}\r\n0\r\n\r\n" + NEXT, tls))
                    .as(size)
                    .doesNotContain(" 404 ");
        }
        assertThat(ask(head + "2\r\n{}XX0\r\n\r\n" + NEXT, tls)).doesNotContain(" 404 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHeadIsBounded(boolean tls) throws Exception {
        assertThat(statuses(ask(GET + HOST + "X: " + "x".repeat(HEAD_BYTES) + "\r\n\r\n" + NEXT, tls)))
                .doesNotContain("200", "404");
        assertThat(statuses(ask(GET + HOST + "X: y\r\n".repeat(64) + "\r\n" + NEXT, tls)))
                .doesNotContain("200", "404");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoRequestsInOneGoAreTwoRequests(boolean tls) throws Exception {
        String last = NEXT.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        assertThat(statuses(ask(GET + HOST + "\r\n" + last, tls))).isEqualTo("200 404 ");
        assertThat(statuses(ask(POST + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + last, tls)))
                .isEqualTo("415 404 ");
    }

    private static Map<String, String> ambiguous() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("a lone CR as line end", GET + "Host: h\rX: y\r\n\r\n");
        all.put("a lone CR before the body", GET + "Host: h\rX: y\r\r");
        all.put("CR CR CR LF", GET + HOST + "X: y\r\r\r\n");
        all.put("CR CR CR", GET + HOST + "\r\r\r");
        all.put("a bare LF", "GET /parley/debug/ HTTP/1.1\nHost: h\n\n");
        all.put("a space before the first name", GET + " Host: h\r\n\r\n");
        all.put("a tab before a name", GET + "\tX: y\r\n" + HOST + "\r\n");
        all.put("a space before the colon", GET + HOST + "X : y\r\n\r\n");
        all.put("a space before the colon of the coding", POST + HOST + coded(" : chunked"));
        all.put("no colon", GET + HOST + "novalue\r\n\r\n");
        all.put("a control character in a name", GET + HOST + "X\u0001Y: v\r\n\r\n");
        all.put("NUL in a value", GET + HOST + "X: a\0b\r\n\r\n");
        all.put("no host", GET + "\r\n");
        all.put("two hosts", GET + HOST + HOST + "\r\n");
        all.put("two lengths", POST + HOST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd");
        all.put("a length twice", POST + HOST + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd");
        for (String length : new String[] {"4, 4", "+4", "-4", "0x4", "4_", ""}) {
            all.put("the length " + length, POST + HOST + "Content-Length: " + length + "\r\n\r\nabcd");
        }
        all.put("a length and a coding", POST + HOST + "Content-Length: 4\r\n" + coded(": chunked"));
        all.put(
                "a coding and a length",
                POST + HOST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n");
        all.put("two codings", POST + HOST + "Transfer-Encoding: chunked\r\n" + coded(": identity"));
        for (String coding :
                new String[] {"xchunked", "identity", "chunked, identity", "chunked, chunked", "gzip, chunked", ""}) {
            all.put("the coding " + coding, POST + HOST + coded(": " + coding));
        }
        return all;
    }

    private static String coded(String rest) {
        return "Transfer-Encoding" + rest + "\r\n\r\n0\r\n\r\n";
    }

    private static String statuses(String answers) {
        StringBuilder all = new StringBuilder();
        STATUS.matcher(answers).results().forEach(found -> all.append(found.group(1))
                .append(' '));
        return all.toString();
    }

    /** Everything that the server answers until it closes the connection; fails if it does not. */
    private static String ask(String request, boolean tls) throws IOException, GeneralSecurityException {
        try (Socket socket = connect(tls)) {
            socket.setSoTimeout((int) Eventually.PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder answers = new StringBuilder();
            byte[] buffer = new byte[8192];
            try {
                for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
                    answers.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketTimeoutException e) {
                throw new AssertionError("still open after " + request + " answered by " + answers, e);
            } catch (IOException e) {
                // A reset is an end too: the request had bytes that were not read.
                return answers.toString();
            }
            return answers.toString();
        }
    }

    /** From an address of its own: so many requests to sign in would use up what all other tests may send. */
    static Socket connect(boolean tls) throws IOException, GeneralSecurityException {
        InetAddress from = InetAddress.getByName("127.0.0.8");
        if (!tls) {
            return new Socket("127.0.0.1", server.httpPort(), from, 0);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        return context.getSocketFactory().createSocket("127.0.0.1", server.httpsPort(), from, 0);
    }

    /** The server makes a certificate of its own at its first start. */
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
