package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an administrator gets for a project, and what becomes of calls that have not got it right. */
class AppIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @Test
    void statement4_aNewAppHasAnAppIdAndASecretThatIsShownOnce() {
        JsonNode app = rest.post("/apps", Map.of("name", "statement four"));
        assertThat(app.get("appID").asLong()).isPositive();
        assertThat(app.get("serverSecret").asText()).hasSize(32);
        assertThat(app.get("server").asText()).endsWith("/parley/signal");
        assertThat(rest.tryGet("/apps").text())
                .contains("statement four")
                .doesNotContain(app.get("serverSecret").asText())
                .doesNotContain("serverSecret");
    }

    @Test
    void statement5_withAWrongAppIdOrASecretOfAnotherAppThereIsNoCall() {
        App app = rest.createApp("five");
        App other = rest.createApp("other");
        String token = rest.token(app, "a");
        try (SignalClient wrongApp = new SignalClient(server);
                SignalClient unknownApp = new SignalClient(server)) {
            assertThat(wrongApp.login(other, "room", "a", token, false)
                            .path("type")
                            .asText())
                    .as("signed with the other secret")
                    .isEqualTo("refused");
            assertThat(unknownApp
                            .login(new App(other.id() + 1_000_000, ""), "room", "a", token, false)
                            .path("code")
                            .asInt())
                    .isEqualTo(1001004);
        }
        assertThat(server.database()
                        .number("select count(*) from participation where app_id in (?, ?)", app.id(), other.id()))
                .isZero();
    }

    @Test
    void statement28_aTemporaryTokenLetsItsUserInAndNobodyElse() {
        App app = rest.createApp("twenty-eight");
        String token = rest.token(app, "tester");
        try (SignalClient tester = new SignalClient(server);
                SignalClient stranger = new SignalClient(server)) {
            assertThat(tester.login(app, "room", "tester", token, false)
                            .path("type")
                            .asText())
                    .isEqualTo("loggedIn");
            assertThat(stranger.login(app, "room", "stranger", token, false)
                            .path("type")
                            .asText())
                    .isEqualTo("refused");
        }
    }
}
