package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.Answer;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What engines hand over lands in the server's log, on lines of its own, and only from users with a good token. */
class ClientLogIT {

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("client-log");
    }

    @Test
    void linesOfAUserAreWrittenAndCannotPretendToBeOthers() throws Exception {
        Answer taken = upload("a", rest.token(app, "a"), List.of(line("room LOGINED\n2026-01-01 ERROR forged")));
        assertThat(taken.status()).as(taken.toString()).isEqualTo(204);
        Eventually.holds(() -> assertThat(log()).anySatisfy(line -> assertThat(line)
                .contains(
                        "PARLEY1080 client log, app " + app.id(), "user a ", "room LOGINED 2026-01-01 ERROR forged")));
    }

    @Test
    void statement10_nobodyWithoutAGoodTokenIsHeardAndNobodyTooOften() throws Exception {
        Answer stranger = upload("b", rest.token(app, "somebody-else"), List.of(line("not to be seen")));
        assertThat(stranger.status()).isEqualTo(403);
        Answer without = upload("b", null, List.of(line("not to be seen")));
        assertThat(without.status()).isEqualTo(403);
        String token = rest.token(app, "b");
        Answer much = upload(
                "b",
                token,
                IntStream.range(0, 101).mapToObj(i -> line("not to be seen")).toList());
        assertThat(much.status()).isEqualTo(400);
        int last = 0;
        for (int i = 0; i < 13; i++) {
            last = upload("b", token, List.of(line("again"))).status();
        }
        assertThat(last).isEqualTo(429);
        assertThat(upload("c", rest.token(app, "c"), List.of(line("hello"))).status())
                .isEqualTo(204);
        assertThat(log()).noneMatch(line -> line.contains("not to be seen"));
    }

    private static Answer upload(String userID, String token, List<Map<String, Object>> entries) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "appID",
                app.id(),
                "roomID",
                "room",
                "userID",
                userID,
                "version",
                "0.2.0",
                "host",
                "MINI_PROGRAM",
                "entries",
                entries));
        body.put("token", token);
        return rest.send("POST", "/client-logs", body, "");
    }

    private static Map<String, Object> line(String text) {
        return Map.of("time", 1_700_000_000_000L, "level", "warn", "text", text);
    }

    private static List<String> log() throws IOException {
        return server.log();
    }
}
