package io.parley.ejb.admin;

import static io.parley.ejb.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.persistence.audit.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browsers that send what the flow did not begin with, and a provider whose answers lack something. */
class OidcProviderTest {

    private static final String VERIFIER = "v".repeat(43);
    private static final OidcProvider.Flow FLOW = new OidcProvider.Flow("state", "nonce", VERIFIER);
    private static final String REDIRECT = "https://parley.example/parley/console/oidc/callback";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String issuer;
    private OidcProvider provider;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        provider = new OidcProvider(
                Optional.of(issuer),
                "parley",
                Optional.of("secret"),
                "openid profile",
                "preferred_username",
                "groups",
                Optional.empty(),
                new ProviderHttp(4, 10_000, 100_000));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatABrowserMadeUpIsRefusedAndTheProviderNotAsked() {
        describeWith("\"authorization_endpoint\": \"%1$s/authorize\", \"token_endpoint\": \"%1$s/token\",");

        assertRefused(Refusal.SIGN_IN_FAILED, () -> provider.person("", FLOW, REDIRECT));
        assertRefused(
                Refusal.SIGN_IN_FAILED, () -> provider.person("code", new OidcProvider.Flow("", "", ""), REDIRECT));
        assertRefused(
                Refusal.SIGN_IN_FAILED,
                () -> provider.person("code", new OidcProvider.Flow("state", "nonce", "short"), REDIRECT));
        assertRefused(
                Refusal.SIGN_IN_FAILED,
                () -> provider.person("code", new OidcProvider.Flow("state", "", VERIFIER), REDIRECT));
        assertRefused(Refusal.SIGN_IN_FAILED, () -> provider.person("code", FLOW, "https://a b/"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aDescriptionWithoutEndpointsIsNone() {
        describeWith("");

        assertRefused(Refusal.SIGN_IN_FAILED, () -> provider.authorization(FLOW, REDIRECT));
        assertRefused(Refusal.SIGN_IN_FAILED, () -> provider.person("code", FLOW, REDIRECT));
    }

    @Test
    void anAnswerWithoutAnIdTokenIsNone() {
        describeWith("\"authorization_endpoint\": \"%1$s/authorize\", \"token_endpoint\": \"%1$s/token\",");
        answer("/token", "{\"access_token\": \"a\", \"token_type\": \"Bearer\"}");
        answer("/keys", "{\"keys\": []}");

        assertRefused(Refusal.SIGN_IN_FAILED, () -> provider.person("code", FLOW, REDIRECT));
        assertThat(asked).containsExactly("/.well-known/openid-configuration", "/token");
    }

    @Test
    void theBrowserIsSentWithAllThatTheFlowKeeps() {
        describeWith("\"authorization_endpoint\": \"%1$s/authorize?tenant=a\", \"token_endpoint\": \"%1$s/token\",");

        assertThat(URI.create(provider.authorization(FLOW, REDIRECT))
                        .getQuery()
                        .replace('+', ' ')
                        .split("&"))
                .contains(
                        "tenant=a",
                        "response_type=code",
                        "client_id=parley",
                        "redirect_uri=" + REDIRECT,
                        "scope=openid profile",
                        "state=state",
                        "nonce=nonce",
                        "code_challenge_method=S256");
    }

    private void describeWith(String endpoints) {
        answer("/.well-known/openid-configuration", ("""
                {"issuer": "%1$s", """ + endpoints + """
                 "jwks_uri": "%1$s/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"]}""").formatted(issuer));
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
