package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.Answer;
import io.parley.it.Rest.App;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the secrets of apps are replaced and shown, and how tokens made with them are explained. */
class AppSecretIT {

    private static ParleyServer server;
    private static Rest rest;
    private static TestAccount keeper;
    private static String security;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        keeper = new TestAccount(server, "security-admin");
        security = keeper.authorization();
    }

    @Test
    void afterARotationBothSecretsAreGoodUntilTheOldOneIsRevoked() {
        App app = rest.createApp("rotation");
        String old = ForgedToken.of(app.id(), "a").seal(app.secret());
        JsonNode rotated = post(app, "secrets", Map.of("reason", "every year")).json();
        assertThat(rotated.get("serverSecret").asText()).hasSize(32).isNotEqualTo(app.secret());
        assertThat(Instant.parse(rotated.get("oldGoodUntil").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        String fresh =
                ForgedToken.of(app.id(), "b").seal(rotated.get("serverSecret").asText());
        assertThat(login(app, "a", old)).isEqualTo("loggedIn");
        assertThat(login(app, "b", fresh)).isEqualTo("loggedIn");
        assertThat(login(app, "c", rest.token(app, "c"))).isEqualTo("loggedIn");
        assertThat(server.database()
                        .texts(
                                "select user_id || ' ' || (detail->>'credential') from audit_entry"
                                        + " where app_id = ? and action = 'LOGIN' order by user_id",
                                app.id()))
                .containsExactly("a SECONDARY", "b PRIMARY", "c PRIMARY");
        assertThat(post(app, "secrets", Map.of("reason", "again")).status())
                .as("a third secret at a time")
                .isEqualTo(400);
        assertThat(delete(app, "secrets/secondary?reason=all+servers+changed").status())
                .isEqualTo(204);
        assertThat(login(app, "a", old)).isEqualTo("TOKEN_MALFORMED");
        assertThat(login(app, "b", fresh)).isEqualTo("loggedIn");
        assertThat(delete(app, "secrets/secondary?reason=again").status()).isEqualTo(404);
        assertThat(server.database()
                        .texts(
                                "select action || ' ' || (detail->>'reason') from audit_entry"
                                        + " where app_id = ? and action like 'SECRET%' order by occurred_at",
                                app.id()))
                .containsExactly("SECRET_ROTATE every year", "SECRET_REVOKE all servers changed");
    }

    @Test
    void theReplacedSecretEndsByItself() {
        App app = rest.createApp("overlap");
        String old = ForgedToken.of(app.id(), "a").seal(app.secret());
        post(app, "secrets", Map.of("reason", "leaked", "overlapHours", 0));
        assertThat(login(app, "a", old)).isEqualTo("TOKEN_MALFORMED");
        assertThat(list(app)).hasSize(1);
        assertThat(post(app, "secrets", Map.of("reason", "once more")).status()).isEqualTo(201);
        assertThat(post(rest.createApp("long"), "secrets", Map.of("reason", "r", "overlapHours", 100_000))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theListShowsWhichSecretsAreUsedAndNoSecret() {
        App app = rest.createApp("list");
        post(app, "secrets", Map.of("reason", "r"));
        assertThat(login(app, "a", ForgedToken.of(app.id(), "a").seal(app.secret())))
                .isEqualTo("loggedIn");
        assertThat(Json.texts(list(app), "slot")).containsExactly("PRIMARY", "SECONDARY");
        assertThat(list(app).toString()).doesNotContain(app.secret());
        assertThat(list(app).get(0).has("expiresAt")).isFalse();
        assertThat(list(app).get(1).has("expiresAt")).isTrue();
        Eventually.holds(() -> {
            assertThat(list(app).get(1).has("lastUsedAt")).isTrue();
            assertThat(list(app).get(0).has("lastUsedAt")).isFalse();
        });
    }

    @Test
    void aSecretIsShownOnlyForAReasonAndWithThePasswordOnceMore() {
        App app = rest.createApp("reveal");
        long id = list(app).get(0).get("secretID").asLong();
        String path = "secrets/" + id + "/revelations";
        assertThat(post(app, path, Map.of("reason", "r", "password", "wrong")).status())
                .isEqualTo(401);
        assertThat(post(app, path, Map.of("reason", "r")).status()).isEqualTo(401);
        assertThat(post(app, path, Map.of("password", keeper.password())).status())
                .isEqualTo(400);
        Answer shown = post(app, path, Map.of("reason", "new server", "password", keeper.password()));
        assertThat(shown.json().get("serverSecret").asText()).isEqualTo(app.secret());
        assertThat(post(rest.createApp("other"), path, Map.of("reason", "r", "password", keeper.password()))
                        .status())
                .isEqualTo(404);
        assertThat(server.database()
                        .texts(
                                "select actor_id || ' ' || (detail->>'reason') from audit_entry"
                                        + " where app_id = ? and action = 'SECRET_REVEAL'",
                                app.id()))
                .containsExactly(keeper.name() + " new server");
        assertThat(server.database()
                        .number(
                                "select count(*) from audit_entry where actor_id = ? and action = 'PASSWORD_CONFIRM'"
                                        + " and refusal = 'CREDENTIALS_WRONG' and app_id = ?"
                                        + " and detail ->> 'purpose' = 'SECRET_REVEAL'",
                                keeper.name(),
                                app.id()))
                .as("in the audit of the app")
                .isEqualTo(2);
    }

    @Test
    void secretsAreTheBusinessOfSecurityAdministratorsAlone() {
        App app = rest.createApp("secret roles");
        long id = list(app).get(0).get("secretID").asLong();
        for (String role : new String[] {"system-admin", "operator", "auditor"}) {
            TestAccount account = new TestAccount(server, role);
            String other = account.authorization();
            assertThat(rest.send("POST", path(app, "secrets"), Map.of("reason", "r"), other)
                            .status())
                    .isEqualTo(403);
            assertThat(rest.send("DELETE", path(app, "secrets/secondary?reason=r"), null, other)
                            .status())
                    .isEqualTo(403);
            assertThat(rest.send(
                                    "POST",
                                    path(app, "secrets/" + id + "/revelations"),
                                    Map.of("reason", "r", "password", account.password()),
                                    other)
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aGoodTokenIsExplainedWithoutAnybodyComingIn() {
        App app = rest.createApp("check");
        String token = ForgedToken.of(app.id(), "a").onlyIn("room").seal(app.secret());
        JsonNode check = check(app, Map.of("token", token));
        assertThat(check.get("accepted").asBoolean()).as(check.toString()).isTrue();
        assertThat(check.get("secret").asText()).isEqualTo("PRIMARY");
        JsonNode fields = check.get("token");
        assertThat(fields.get("userID").asText()).isEqualTo("a");
        assertThat(fields.get("roomID").asText()).isEqualTo("room");
        assertThat(fields.get("form").asText()).isEqualTo("GCM");
        assertThat(fields.get("mayPublish").asBoolean()).isTrue();
        assertThat(fields.has("nonce")).isFalse();
        assertThat(rest.get(path(app, "rooms"))).isEmpty();
        assertThat(server.database().number("select count(*) from participation where app_id = ?", app.id()))
                .isZero();
        assertThat(server.database()
                        .texts(
                                "select user_id || ' ' || (detail->>'answer') from audit_entry"
                                        + " where app_id = ? and action = 'TOKEN_CHECK'",
                                app.id()))
                .containsExactly("a GOOD");
        assertThat(server.database()
                        .number(
                                "select count(*) from audit_entry where cast(detail as text) like ?",
                                "%" + token + "%"))
                .isZero();
    }

    @Test
    void theCheckerGivesTheRefusalThatALoginWouldGet() {
        App app = rest.createApp("check refusals");
        ForgedToken good = ForgedToken.of(app.id(), "a");
        String token = good.seal(app.secret());
        assertAnswer(app, Map.of("token", token), null);
        assertAnswer(app, Map.of(), "TOKEN_MISSING");
        assertAnswer(app, Map.of("token", "04nonsense"), "TOKEN_MALFORMED");
        assertAnswer(app, Map.of("token", good.seal("0".repeat(32))), "TOKEN_MALFORMED");
        assertAnswer(app, Map.of("token", token, "userID", "b"), "TOKEN_USER_MISMATCH");
        assertAnswer(
                app, Map.of("token", good.onlyIn("room").seal(app.secret()), "roomID", "other"), "TOKEN_ROOM_MISMATCH");
        assertAnswer(
                app,
                Map.of("token", good.expiring(Instant.now().minusSeconds(5)).seal(app.secret())),
                "TOKEN_EXPIRED");
        assertAnswer(app, Map.of("token", good.rights(false, true).seal(app.secret())), "TOKEN_NO_LOGIN_RIGHT");
        assertAnswer(app, Map.of("token", ForgedToken.of(app.id() + 1, "a").seal(app.secret())), "TOKEN_APP_MISMATCH");
        assertAnswer(app, Map.of("token", good.sealCbc(app.secret())), "TOKEN_MALFORMED");
        assertThat(check(app, Map.of("token", good.sealCbc(app.secret())))
                        .get("token")
                        .get("form")
                        .asText())
                .isEqualTo("CBC");
        assertAnswer(app, Map.of("token", ForgedToken.of(app.id(), "").seal(app.secret())), "USER_ID_EMPTY");
    }

    @Test
    void theCheckerAsksTheRoomTheBansAndTheAppToo() {
        App app = rest.createApp("check room");
        Map<String, Object> question =
                Map.of("token", ForgedToken.of(app.id(), "a").seal(app.secret()), "roomID", "room");
        rest.put(path(app, "settings"), Map.of("maxUsers", 1));
        try (SignalClient b = SignalClient.inside(server, app, "room", "b", rest.token(app, "b"))) {
            assertAnswer(app, question, "ROOM_FULL");
            Map<String, Object> self = Map.of("token", rest.token(app, "b"), "roomID", "room");
            assertAnswer(app, self, null);
            rest.put(path(app, "settings"), Map.of("duplicateLogin", "refuse"));
            assertAnswer(app, self, "LOGGED_IN_ELSEWHERE");
            b.logout();
        }
        assertAnswer(app, question, null);
        rest.post(path(app, "bans"), Map.of("userID", "a", "roomID", "room", "reason", "spam"));
        assertAnswer(app, question, "BANNED");
        rest.post(path(app, "bans"), Map.of("address", "192.0.2.0/24", "reason", "r"));
        Map<String, Object> elsewhere = Map.of("token", rest.token(app, "c"), "roomID", "r", "address", "192.0.2.9");
        assertAnswer(app, elsewhere, "BANNED");
        rest.put(path(app, "settings"), Map.of("enabled", false));
        assertAnswer(app, question, "APP_UNKNOWN");
    }

    @Test
    void aTokenMadeWithAReplacedSecretIsToldApartFromOneOfAStranger() {
        App app = rest.createApp("former");
        String old = ForgedToken.of(app.id(), "a").seal(app.secret());
        post(app, "secrets", Map.of("reason", "leaked", "overlapHours", 0));
        JsonNode check = check(app, Map.of("token", old));
        assertThat(check.get("refusal").asText()).isEqualTo("TOKEN_MALFORMED");
        assertThat(check.get("secret").asText()).isEqualTo("FORMER");
        JsonNode stranger =
                check(app, Map.of("token", ForgedToken.of(app.id(), "a").seal("0".repeat(32))));
        assertThat(stranger.has("secret")).isFalse();
        assertThat(stranger.has("token")).isFalse();
    }

    private static void assertAnswer(App app, Map<String, Object> question, String refusal) {
        JsonNode check = check(app, question);
        assertThat(check.path("refusal").asText(null)).as(check.toString()).isEqualTo(refusal);
        assertThat(check.get("accepted").asBoolean()).isEqualTo(refusal == null);
    }

    private static JsonNode check(App app, Map<String, Object> question) {
        return rest.post(path(app, "token-checks"), question);
    }

    private static String login(App app, String user, String token) {
        try (SignalClient client = new SignalClient(server)) {
            JsonNode answer = client.login(app, "room", user, token, false);
            return answer.has("refusal")
                    ? answer.get("refusal").asText()
                    : answer.get("type").asText();
        }
    }

    private static JsonNode list(App app) {
        return rest.send("GET", path(app, "secrets"), null, security).json();
    }

    private static Answer post(App app, String what, Map<String, Object> body) {
        return rest.send("POST", path(app, what), body, security);
    }

    private static Answer delete(App app, String what) {
        return rest.send("DELETE", path(app, what), null, security);
    }

    private static String path(App app, String what) {
        return "/apps/" + app.id() + "/" + what;
    }
}
