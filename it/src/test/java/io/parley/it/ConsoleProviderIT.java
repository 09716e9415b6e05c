package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People of the identity provider are nobody else: not a local account, and not one another. */
class ConsoleProviderIT {

    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        try (Chromium chromium = Chromium.launch()) {
            server = ConsoleHome.server(chromium);
        }
        rest = ConsoleHome.rest(server);
    }

    /** Where the browser is after the flow. */
    private static HttpResponse<String> signIn(HttpClient browser, String subject, String name, String group)
            throws Exception {
        ConsoleHome.PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(
                "enterprise",
                subject,
                "JWT",
                List.of("parley"),
                Map.of("preferred_username", name, "groups", List.of(group)),
                600));
        return get(browser, "/parley/console/oidc/start");
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
    }

    private static HttpResponse<String> get(HttpClient browser, String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(server.http() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> refusals(String subject) {
        return server.database()
                .texts(
                        "select refusal || ' ' || actor_id || ' ' || (detail ->> 'issuer') from audit_entry"
                                + " where detail ->> 'subject' = ? and outcome = 'REFUSED'",
                        subject);
    }

    private static String issuer() {
        return ConsoleHome.PROVIDER.issuerUrl("enterprise").toString();
    }

    @Test
    void theNameOfALocalAccountIsRefused() throws Exception {
        HttpClient browser = browser();
        HttpResponse<String> answer = signIn(browser, "mallory-1", "ADMIN", "parley-ops");
        assertThat(answer.uri().toString()).contains("sign-in?refused=EXTERNAL_NAME_TAKEN");
        assertThat(answer.body()).contains("A local account has the name");
        assertThat(refusals("mallory-1")).containsExactly("EXTERNAL_NAME_TAKEN  " + issuer());
    }

    @Test
    void aLocalAccountDoesNotGetTheNameOfSomebodyOfTheProvider() throws Exception {
        String name = "ivan-" + System.nanoTime();
        assertThat(signIn(browser(), name, name, "parley-ops").body()).contains("url=../");
        Rest.Answer answer = rest.tryPost(
                "/admins",
                Map.of("username", name.toUpperCase(), "password", "long enough 1", "roles", List.of("auditor")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.text()).contains("NAME_OF_PROVIDER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul\u0000", "line\nbreak", "turned\u202Eback", " space"})
    void aNameThatNoLocalAccountMayHaveIsRefused(String name) throws Exception {
        String subject = "s-" + System.nanoTime();
        HttpResponse<String> answer = signIn(browser(), subject, name, "parley-ops");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.uri().toString()).contains("sign-in?refused=EXTERNAL_NAME_ILLEGAL");
        assertThat(refusals(subject)).containsExactly("EXTERNAL_NAME_ILLEGAL  " + issuer());
        assertThat(server.log()).noneMatch(line -> line.indexOf('\0') >= 0);
    }

    @Test
    void twoPeopleOfOneNameAreToldApartInTheAudit() throws Exception {
        String name = "judy-" + System.nanoTime();
        for (String subject : List.of(name + "-a", name + "-b")) {
            HttpClient browser = browser();
            signIn(browser, subject, name, "parley-audit");
            assertThat(get(browser, "/parley/api/v1/audit").statusCode()).isEqualTo(200);
            assertThat(server.database()
                            .texts("select issuer || ' ' || username from admin_session where subject = ?", subject))
                    .containsExactly(issuer() + " " + name);
            assertThat(server.database()
                            .texts(
                                    "select action from audit_entry where actor_id = ? and detail ->> 'subject' = ?"
                                            + " and detail ->> 'issuer' = ? order by occurred_at",
                                    name,
                                    subject,
                                    issuer()))
                    .containsExactly("SESSION_OPEN", "AUDIT_READ");
        }
    }

    @Test
    void aWrongStateAtTheWayBackIsRefusedAndRecorded() throws Exception {
        long before = states();
        HttpResponse<String> answer = get(browser(), "/parley/console/oidc/callback?code=c&state=forged");
        assertThat(answer.uri().toString()).contains("sign-in?refused=SIGN_IN_FAILED");
        assertThat(states()).isEqualTo(before + 1);
    }

    private static long states() {
        return server.database()
                .number(
                        "select count(*) from audit_entry where refusal = 'SIGN_IN_FAILED' and detail ->> 'cause' = 'state'");
    }
}
