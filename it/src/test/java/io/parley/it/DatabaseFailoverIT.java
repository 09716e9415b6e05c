package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Two databases, one of which follows the other: the first is lost, the second is promoted, and the server goes on by itself. */
class DatabaseFailoverIT {

    @Test
    void logInsGoOnAtTheOtherDatabaseAndNothingThatWasAnsweredIsLost() throws Exception {
        Path directory = ParleyServer.directory().resolve("failover");
        ParleyServer.delete(directory);
        List<OwnDatabase> pair = OwnDatabase.pair(directory);
        OwnDatabase primary = pair.get(0);
        try (OwnDatabase standby = pair.get(1)) {
            String url = "jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby.port()
                    + "/parley?targetServerType=primary&hostRecheckSeconds=2&connectTimeout=3&socketTimeout=15&tcpKeepAlive=true";
            ParleyServer server = ParleyServer.with("failover", OwnDatabase.settings(url));
            Rest rest = new Rest(server);
            App app = rest.createApp("failover");
            Set<String> answered = ConcurrentHashMap.newKeySet();
            try (SignalClient inside = SignalClient.inside(server, app, "room", "stays", token(app, "stays"))) {
                answered.add("stays");
                Thread crowd = new Thread(() -> crowd(server, app, answered), "crowd");
                crowd.start();
                Eventually.holds(() -> assertThat(answered).hasSizeGreaterThan(50));
                primary.kill();
                long lost = System.nanoTime();
                crowd.join();
                Set<String> before = Set.copyOf(answered);
                standby.execute("select pg_promote()");
                Duration promoted = Duration.ofNanos(System.nanoTime() - lost);
                Eventually.holds(() -> login(server, app, "after"));
                Duration back = Duration.ofNanos(System.nanoTime() - lost);
                System.out.printf(
                        "fail-over: %d log-ins before; promoted after %d ms, log-ins again after %d ms%n",
                        before.size(), promoted.toMillis(), back.toMillis());
                assertThat(standby.texts("select user_id from participation where app_id = " + app.id()))
                        .containsAll(before)
                        .contains("after");
                assertThat(inside.heartbeat().path("type").asText()).isEqualTo("heartbeatAck");
                assertThat(inside.request("sendBroadcast", Map.of("text", "still here"))
                                .path("type")
                                .asText())
                        .isEqualTo("broadcastSent");
                Eventually.holds(() -> assertThat(
                                Rest.page(server.management() + "/health/ready").status())
                        .isEqualTo(200));
            }
            server.stop();
        }
    }

    /** One after the other, until one is not answered with a yes. */
    private static void crowd(ParleyServer server, App app, Set<String> answered) {
        for (int i = 0; ; i++) {
            String user = "crowd-" + i;
            try {
                login(server, app, user);
            } catch (RuntimeException | AssertionError e) {
                return;
            }
            answered.add(user);
        }
    }

    private static void login(ParleyServer server, App app, String user) {
        try (SignalClient client = new SignalClient(server)) {
            JsonNode answer = client.request(
                    "login",
                    new LinkedHashMap<>(SignalClient.loginFields(app.id(), "room", user, token(app, user), false)));
            assertThat(answer.path("type").asText()).as(answer.toString()).isEqualTo("loggedIn");
        }
    }

    private static String token(App app, String user) {
        return ForgedToken.of(app.id(), user).seal(app.secret());
    }
}
