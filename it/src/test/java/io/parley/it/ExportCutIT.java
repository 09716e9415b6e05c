package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.App;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** An export does not outlive the session under which it runs. */
class ExportCutIT {

    @Test
    void aFileBreaksOffWhenItsSessionEnds() throws Exception {
        ParleyServer server = ParleyServer.shared();
        Rest rest = new Rest(server);
        App app = rest.createApp("cut exports");
        server.database()
                .number(
                        "with new as (insert into ban (app_id, user_id, forbids, reason, created_by, created_at)"
                                + " select ?, 'u' || n, 'JOIN', repeat('x', 250), 'nobody', now() - interval '1 day'"
                                + " from generate_series(1, 60000) n returning 1) select count(*) from new",
                        app.id());
        String authorization = new TestAccount(server, "auditor").authorization();
        try (Socket reader = reader(server, "/apps/" + app.id() + "/bans?format=csv", authorization)) {
            long begun = System.nanoTime();
            assertThat(new String(reader.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            String session = Json.parse(new String(
                            Base64.getUrlDecoder().decode(authorization.split("\\.")[1])))
                    .get("jti")
                    .asText();
            rest.post("/sessions/" + session + "/endings", java.util.Map.of("reason", "lost"));
            // The server looks once a second; it waits for this reader meanwhile.
            Eventually.holds(() ->
                    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_500)));
            String file = readToTheEnd(reader);
            assertThat(file).contains(",JOIN,").doesNotContain("# rows=", "urn:parley");
            assertThat(file.lines().filter(line -> line.contains(",JOIN,")).count())
                    .as("rows, of 60,000")
                    .isLessThan(60_000);
            Eventually.holds(() -> assertThat(server.database()
                            .texts(
                                    "select refusal || ' ' || address from audit_entry where action = 'EXPORT_CUT'"
                                            + " and app_id = ? and detail ->> 'session' = ?",
                                    app.id(),
                                    session))
                    .containsExactly("SESSION_ENDED 127.0.0.1"));
        }
    }

    private static Socket reader(ParleyServer server, String list, String authorization) throws IOException {
        URI address = URI.create(server.http());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 5_000);
        socket.getOutputStream()
                .write(("GET /parley/api/v1" + list + " HTTP/1.1\r\nHost: " + address.getAuthority()
                                + "\r\nConnection: close\r\nAuthorization: " + authorization + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All that comes until the server ends the connection, in whatever way. */
    private static String readToTheEnd(Socket reader) {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[65_536];
        try {
            for (int n = reader.getInputStream().read(buffer);
                    n >= 0;
                    n = reader.getInputStream().read(buffer)) {
                all.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server keeps the connection", e);
        } catch (IOException e) {
            // reset, which is an end too
        }
        return all.toString();
    }
}
