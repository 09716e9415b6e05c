package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.App;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever takes a file and does not read it keeps one of the few places for that, and nothing else waits. */
class DownloadIT {

    /** The setting's value, as documented. */
    private static final int PLACES = 16;

    private static ParleyServer server;
    private static Rest rest;
    private static String list;

    @BeforeAll
    static void aListLongerThanAnyBufferOnTheWay() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        App app = rest.createApp("downloads");
        server.database()
                .number(
                        "with new as (insert into ban (app_id, user_id, forbids, reason, created_by, created_at)"
                                + " select ?, 'u' || n, 'JOIN', repeat('x', 250), 'nobody', now() - interval '1 day'"
                                + " from generate_series(1, 30000) n returning 1) select count(*) from new",
                        app.id());
        list = "/apps/" + app.id() + "/bans?format=csv";
    }

    @Test
    void readersThatDoNotReadHoldUpNobodyElse() throws Exception {
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                readers.add(stalled());
            }
            Rest.Answer refused = rest.tryGet(list);
            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            assertThat(refused.text()).contains("TOO_MANY", "parley.downloads");
            assertThat(rest.tryGet(list.replace("?format=csv", "?limit=10")).status())
                    .isEqualTo(200);
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
        Eventually.holds(() -> assertThat(rest.tryGet(list).status()).isEqualTo(200));
    }

    @Test
    void aFileThatWasTakenOrRefusedLeavesItsPlace() {
        for (int i = 0; i <= PLACES; i++) {
            assertThat(rest.tryGet(list + "&sort=none").status()).isEqualTo(400);
            assertThat(rest.tryGet(list + "&q=u12345").status()).isEqualTo(200);
        }
    }

    /** The first bytes of the answer have come, the others have no room. */
    private static Socket stalled() throws IOException {
        URI address = URI.create(server.http());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 5_000);
        socket.getOutputStream()
                .write(("GET /parley/api/v1" + list + " HTTP/1.1\r\nHost: " + address.getAuthority()
                                + "\r\nAuthorization: " + rest.authorization() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }
}
