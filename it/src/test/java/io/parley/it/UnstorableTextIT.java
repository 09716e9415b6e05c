package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The character U+0000, which PostgreSQL does not store: a mistake of whoever sends it, and no fault of the server. */
class UnstorableTextIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /apps     | {"name":"a\\u0000b"}
            /sessions | {"username":"a\\u0000b","password":"guessed it"}
            /sessions | {"username":"a","password":"a\\u0000b"}
            /admins   | {"username":"a\\u0000b","password":"long enough","roles":["operator"]}
            """)
    void inABodyItIsRefused(String path, String body) {
        Answer answer = rest.sendText("POST", path, body, rest.authorization());
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(rest.sendText("POST", path, body, "").status()).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/apps?q=%00", "/audit?actor=a%00b", "/sessions?cursor=%00"})
    void inAQueryItIsRefused(String path) {
        assertThat(rest.tryGet(path).status()).isEqualTo(400);
    }

    /** What looks like the escape of that character is a text like any other. */
    @Test
    void itsEscapeWrittenOutIsATextLikeAnyOther() {
        Rest.App app = rest.createApp("escapes");
        String reason = "as \\u0000 in \\\\u0000";
        rest.post("/apps/" + app.id() + "/bans", Map.of("userID", "u", "forbids", "join", "reason", reason));
        assertThat(rest.get("/apps/" + app.id() + "/audit?action=BAN")
                        .get("rows")
                        .get(0)
                        .at("/detail/reason")
                        .asText())
                .isEqualTo(reason);
    }

    @Test
    void inAnAddressOrAFormOfTheConsoleItIsRefusedWithAPage() throws Exception {
        URI signIn = URI.create(server.http() + "/parley/console/sign-in");
        for (HttpRequest request : new HttpRequest[] {
            HttpRequest.newBuilder(URI.create(signIn + "?next=%00")).build(),
            HttpRequest.newBuilder(signIn)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("username=a%00b"))
                    .build()
        }) {
            HttpResponse<String> answer = send(request);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("This address or form has a character that is not allowed.")
                    .doesNotContain("at io.parley");
        }
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
