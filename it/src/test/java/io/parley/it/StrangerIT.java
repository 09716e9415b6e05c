package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bad tokens and bad resume keys: what the answer tells, what it costs the others, and what the records keep. */
class StrangerIT {

    /** The default of parley.bad-tokens-per-minute. */
    private static final int BAD_TOKENS = 60;

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void everyBadTokenOfTheCbcFormHasTheSameAnswerAndTheRecordsKnowWhy() throws Exception {
        App app = rest.createApp("oracle");
        rest.put("/apps/" + app.id() + "/settings", Map.of("cbcTokens", true));
        ForgedToken good = ForgedToken.of(app.id(), "u");
        String token = good.sealCbc(app.secret());
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("padding", changed(token, -20));
        bad.put("content", changed(token, 40));
        bad.put("length", token.substring(0, 60));
        bad.put("app", ForgedToken.of(app.id() + 1, "u").sealCbc(app.secret()));
        bad.put("user", ForgedToken.of(app.id(), "v").sealCbc(app.secret()));
        bad.put("expired", good.expiring(Instant.now().minusSeconds(9)).sealCbc(app.secret()));
        bad.put("room", good.onlyIn("elsewhere").sealCbc(app.secret()));
        bad.put("rights", good.rights(false, true).sealCbc(app.secret()));
        bad.put("secret", good.sealCbc("0123456789abcdef0123456789abcdef"));
        List<String> uploads = new ArrayList<>();
        List<String> logins = new ArrayList<>();
        for (String each : bad.values()) {
            uploads.add(upload(app, each, "127.0.0.11"));
            try (SignalClient client = new SignalClient(server)) {
                JsonNode answer = client.login(app, "room", "u", each, false);
                logins.add(answer.get("code") + " " + answer.get("refusal") + answer.get("message"));
            }
        }
        assertThat(uploads.stream().distinct())
                .as("uploads of %s: %s", bad.keySet(), uploads)
                .hasSize(1);
        assertThat(uploads.get(0)).startsWith("403").contains("TOKEN_MALFORMED").doesNotContain("detail");
        assertThat(logins.stream().distinct())
                .as("logins of %s: %s", bad.keySet(), logins)
                .hasSize(1);
        assertThat(upload(app, token, "127.0.0.11")).startsWith("204");
        Eventually.holds(() -> assertThat(server.database()
                        .texts(
                                "select distinct refusal from audit_entry where app_id = ? and outcome = 'REFUSED'",
                                app.id()))
                .contains("TOKEN_MALFORMED", "TOKEN_APP_MISMATCH", "TOKEN_USER_MISMATCH", "TOKEN_EXPIRED"));
    }

    @Test
    void everyOpenDoorRecordsWhomItRefuses() throws Exception {
        App app = rest.createApp("doors");
        String wrong = ForgedToken.of(app.id(), "u").seal("0123456789abcdef0123456789abcdef");
        assertThat(upload(app, wrong, "127.0.0.12")).startsWith("403");
        try (SignalClient inside = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                SignalClient stranger = new SignalClient(server)) {
            assertThat(stranger.resume(app, "room", "a", "wrong").get("refusal").asText())
                    .isEqualTo("STAY_UNKNOWN");
            assertThat(inside.request("renewToken", Map.of("token", wrong))
                            .get("refusal")
                            .asText())
                    .isEqualTo("TOKEN_MALFORMED");
        }
        Eventually.holds(() -> assertThat(server.database()
                        .texts(
                                "select action || ' ' || refusal || ' ' || user_id || ' ' || room_id from audit_entry"
                                        + " where app_id = ? and outcome = 'REFUSED'",
                                app.id()))
                .containsExactlyInAnyOrder(
                        "CLIENT_LOG TOKEN_MALFORMED u room",
                        "RESUME STAY_UNKNOWN a room",
                        "TOKEN_RENEW TOKEN_MALFORMED a room"));
    }

    @Test
    void aWrongResumeKeyTakesNoLock() throws Exception {
        App app = rest.createApp("no lock");
        try (SignalClient inside = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                SignalClient stranger = new SignalClient(server);
                Connection other = server.database().open()) {
            other.setAutoCommit(false);
            try (PreparedStatement lock = other.prepareStatement("select 1 from room where app_id = ? for update")) {
                lock.setLong(1, app.id());
                assertThat(lock.executeQuery().next()).isTrue();
            }
            // Whoever waits for the lock is answered after the transaction's timeout: that there is none to come.
            assertThat(stranger.resume(app, "room", "a", "wrong").get("refusal").asText())
                    .isEqualTo("STAY_UNKNOWN");
            other.rollback();
        }
    }

    @Test
    void threeWrongResumeKeysCloseTheConnection() {
        App app = rest.createApp("three keys");
        try (SignalClient inside = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            try (SignalClient stranger = new SignalClient(server)) {
                stranger.resume(app, "room", "a", "wrong-1");
                stranger.resume(app, "room", "a", "wrong-2");
                stranger.resume(app, "room", "a", "wrong-3");
                assertThat(stranger.closeCode(Eventually.PATIENCE)).isEqualTo(4003);
            }
            assertThat(inside.heartbeat().get("type").asText()).isEqualTo("heartbeatAck");
        }
    }

    @Test
    void anAddressWithTooManyBadTokensIsNotListenedToAndTheOthersAre() throws Exception {
        App app = rest.createApp("throttled");
        String wrong = ForgedToken.of(app.id(), "u").seal("0123456789abcdef0123456789abcdef");
        String good = rest.token(app, "u");
        int asked = 0;
        String answer;
        do {
            answer = upload(app, wrong, "127.0.0.13");
            asked++;
        } while (answer.startsWith("403") && asked < 3 * BAD_TOKENS);
        assertThat(answer).startsWith("429").contains("TOO_MANY");
        // A minute that turns meanwhile begins anew.
        assertThat(asked).isBetween(BAD_TOKENS + 1, 2 * BAD_TOKENS + 1);
        assertThat(upload(app, good, "127.0.0.13")).startsWith("429");
        assertThat(upload(app, good, "127.0.0.14")).startsWith("204");
        int refused = asked + 1;
        long rows = server.database().number(REFUSED_ROWS, "127.0.0.13");
        assertThat(rows).as("rows, not one for each of %s", refused).isLessThan(refused / 3);
        // What was counted together is written when its minute is over.
        Eventually.holds(Duration.ofSeconds(90), () -> assertThat(
                        server.database().number("select sum(times) from audit_entry where address = ?", "127.0.0.13"))
                .isEqualTo(refused));
        assertThat(server.database().number(REFUSED_ROWS, "127.0.0.13")).isLessThan(refused / 3);
        JsonNode found =
                rest.get("/apps/" + app.id() + "/refusals?userID=u&limit=100").get("rows");
        assertThat(found).anySatisfy(row -> {
            assertThat(row.get("times").asInt()).isGreaterThan(1);
            assertThat(Instant.parse(row.get("lastAt").asText()))
                    .isAfterOrEqualTo(Instant.parse(row.get("at").asText()));
        });
    }

    private static final String REFUSED_ROWS =
            "select count(*) from audit_entry where address = ? and outcome = 'REFUSED'";

    /** The token with one bit of one of its bytes turned over, counted from the end where negative. */
    private static String changed(String token, int index) {
        byte[] bytes = Base64.getDecoder().decode(token.substring(2));
        bytes[index < 0 ? bytes.length + index : index] ^= 1;
        return "04" + Base64.getEncoder().encodeToString(bytes);
    }

    /** Hands over a line from one of this machine's own addresses. @return status and body */
    private static String upload(App app, String token, String from) throws IOException {
        byte[] body = Json.write(Map.of(
                        "appID",
                        app.id(),
                        "roomID",
                        "room",
                        "userID",
                        "u",
                        "token",
                        token,
                        "version",
                        "0.2.0",
                        "host",
                        "NODE",
                        "entries",
                        List.of(Map.of("time", 1, "level", "info", "text", "hello"))))
                .getBytes(StandardCharsets.UTF_8);
        try (Socket socket =
                new Socket(InetAddress.getByName("127.0.0.1"), server.httpPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /parley/api/v1/client-logs HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            try (InputStream in = socket.getInputStream()) {
                String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                int text = answer.indexOf("\r\n\r\n");
                return answer.substring(9, 12) + answer.substring(text < 0 ? answer.length() : text);
            }
        }
    }
}
