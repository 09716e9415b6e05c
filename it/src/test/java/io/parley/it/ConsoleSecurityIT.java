package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open what, and what other sites and strangers can make of the console: nothing. */
class ConsoleSecurityIT {

    /** Every page and its roles, once more: what an auditor of Parley would read. */
    private static final Map<String, Set<String>> PAGES = Map.ofEntries(
            Map.entry("live", Set.of("system-admin", "operator", "auditor")),
            Map.entry("calls", Set.of("system-admin", "operator", "auditor")),
            Map.entry("call", Set.of("system-admin", "operator", "auditor")),
            Map.entry("users", Set.of("system-admin", "operator", "auditor")),
            Map.entry("streams", Set.of("system-admin", "operator", "auditor")),
            Map.entry("refused", Set.of("system-admin", "operator", "auditor")),
            Map.entry("reports", Set.of("system-admin", "operator", "auditor")),
            Map.entry("search", Set.of("system-admin", "operator", "auditor")),
            Map.entry("audit", Set.of("security-admin", "auditor")),
            Map.entry("apps", Set.of("system-admin", "security-admin")),
            Map.entry("app", Set.of("system-admin", "security-admin")),
            Map.entry("bans", Set.of("operator")),
            Map.entry("settings", Set.of("security-admin")),
            Map.entry("doctor", Set.of("system-admin")),
            Map.entry("account", Set.of("system-admin", "security-admin", "operator", "auditor")));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Chromium chromium;
    private static ParleyServer server;
    private static Rest rest;

    @BeforeAll
    static void prepare() {
        chromium = Chromium.launch();
        server = ConsoleHome.server(chromium);
        rest = ConsoleHome.rest(server);
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** A token of an account of one role, whose password is its own. */
    private static String tokenOf(String role) {
        String name = role + "-" + System.nanoTime();
        rest.post("/admins", Map.of("username", name, "password", "first password", "roles", List.of(role)));
        String first = signIn(name, "first password");
        Rest.Answer changed = rest.send(
                "PUT",
                "/admins/me/password",
                Map.of("old", "first password", "password", "second choice"),
                "Bearer " + first);
        assertThat(changed.status()).isEqualTo(204);
        return signIn(name, "second choice");
    }

    private static String signIn(String name, String password) {
        Rest.Answer answer = rest.send("POST", "/sessions", Map.of("username", name, "password", password), "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("accessToken").asText();
    }

    private static HttpResponse<String> page(String path, String token, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.http() + "/parley/" + path));
        if (!token.isEmpty()) {
            request.header("Cookie", "PARLEY=" + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"system-admin", "security-admin", "operator", "auditor"})
    void aRoleOpensItsOwnPagesAndNoOthers(String role) throws Exception {
        String token = tokenOf(role);
        for (Map.Entry<String, Set<String>> each : PAGES.entrySet()) {
            for (String form : List.of(each.getKey(), each.getKey() + ".xhtml")) {
                assertThat(page("console/" + form, token).statusCode())
                        .as(role + " opens " + form)
                        .isEqualTo(each.getValue().contains(role) ? 200 : 403);
            }
        }
    }

    @Test
    void nobodyOpensAPageWithoutSigningIn() throws Exception {
        for (String each : PAGES.keySet()) {
            HttpResponse<String> answer = page("console/" + each, "");
            assertThat(answer.statusCode()).as(each).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElseThrow()).contains("/console/sign-in?next=" + each);
        }
        assertThat(page("WEB-INF/templates/page.xhtml", "").statusCode()).isEqualTo(404);
    }

    /** Containers decode and tidy up an address before they look whose it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "console/%73ettings", "console/%73ettings.xhtml", "console/settings;x=1", "console//settings",
                "console/./settings", "console/x/../settings", "%63onsole/settings", "/console/settings",
                "x/../console/settings", "console/settings%2exhtml", "console;x/settings", "console/settings/",
                "console/SETTINGS", "console/%2573ettings", "console/settings.xhtml;x=1", "console/settings%00",
            })
    void noSpellingOfAnAddressOpensAPage(String spelling) throws Exception {
        HttpResponse<String> stranger = page(spelling, "");
        assertThat(stranger.statusCode()).isNotEqualTo(200);
        assertThat(stranger.body()).doesNotContain("admin");
        HttpResponse<String> operator = page(spelling, tokenOf("operator"));
        assertThat(operator.statusCode()).isBetween(400, 499);
        assertThat(operator.body()).doesNotContain("security administrator");
    }

    @Test
    void aTokenThatWasAlteredOrIsNoTokenOpensNothing() throws Exception {
        String token = signIn("admin", ConsoleHome.PASSWORD);
        for (String bad : List.of(token.substring(0, token.length() - 4) + "AAAA", "x.y.z", "garbage")) {
            assertThat(page("console/live", bad).statusCode()).isIn(302, 401);
            assertThat(page("api/v1/apps", bad).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aSessionThatWasEndedIsRefusedAtOnceThoughItsTokenIsStillGood() throws Exception {
        String token = signIn("admin", ConsoleHome.PASSWORD);
        assertThat(page("api/v1/apps", token).statusCode()).isEqualTo(200);
        assertThat(rest.send("DELETE", "/sessions/current", null, "Bearer " + token)
                        .status())
                .isEqualTo(204);
        assertThat(rest.send("GET", "/apps", null, "Bearer " + token).status()).isEqualTo(401);
        assertThat(page("console/live", token).statusCode()).isEqualTo(302);
    }

    @Test
    void anotherSigningKeyIsTakenWithoutARestartAndOldSessionsCanBeEnded() throws Exception {
        String token = signIn("admin", ConsoleHome.PASSWORD);
        assertThat(rest.tryPost("/admins/key-rotations", Map.of("endSessions", false, "reason", "every quarter"))
                        .status())
                .isEqualTo(204);
        assertThat(page("api/v1/apps", token).statusCode())
                .as("an old session goes on")
                .isEqualTo(200);
        String fresh = signIn("admin", ConsoleHome.PASSWORD);
        assertThat(kid(fresh)).isNotEqualTo(kid(token));
        assertThat(page("api/v1/apps", fresh).statusCode()).isEqualTo(200);
        assertThat(rest.tryPost("/admins/key-rotations", Map.of("endSessions", true, "reason", "the key leaked"))
                        .status())
                .isEqualTo(204);
        assertThat(page("api/v1/apps", token).statusCode()).isEqualTo(401);
        assertThat(page("api/v1/apps", fresh).statusCode()).isEqualTo(401);
        rest = ConsoleHome.rest(server);
    }

    private static String kid(String token) {
        return Json.parse(new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[0])))
                .get("kid")
                .asText();
    }

    @Test
    void guessingAPasswordGetsSlowForTheGuesserAndNotForTheOwner() {
        String name = "guessed-" + System.nanoTime();
        rest.post("/admins", Map.of("username", name, "password", "first password", "roles", List.of("auditor")));
        Rest.Answer last = null;
        for (int i = 0; i < 7; i++) {
            last = rest.send("POST", "/sessions", Map.of("username", name, "password", "guess " + i), "");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.text()).contains("SIGN_IN_THROTTLED");
        // Another account from the same address is not slowed down.
        assertThat(signIn("admin", ConsoleHome.PASSWORD)).isNotEmpty();
        // And the name is not locked: after the wait the right password is taken.
        Eventually.holds(() -> assertThat(
                        rest.send("POST", "/sessions", Map.of("username", name, "password", "first password"), "")
                                .status())
                .isEqualTo(200));
    }

    @Test
    void requestsOfOtherSitesWithTheCookieAreRefused() throws Exception {
        String token = signIn("admin", ConsoleHome.PASSWORD);
        for (String[] from : List.of(
                new String[] {"Origin", "https://evil.example"},
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Sec-Fetch-Site", "same-site"},
                new String[] {"Origin", "null"})) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.http() + "/parley/api/v1/apps"))
                    .header("Cookie", "PARLEY=" + token)
                    .header("Content-Type", "application/json")
                    .headers(from)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"forged\"}"))
                    .build();
            assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .as(String.join(" ", from))
                    .isEqualTo(403);
        }
        assertThat(rest.get("/apps").toString()).doesNotContain("forged");
    }

    @Test
    void aFormOfThePageWithoutItsViewStateDoesNothing() throws Exception {
        String token = signIn("admin", ConsoleHome.PASSWORD);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.http() + "/parley/console/apps"))
                .header("Cookie", "PARLEY=" + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "create=create&name=forged-form&make=&jakarta.faces.ViewState=-1:-1"))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).doesNotContain("ServerSecret").doesNotContain("Exception");
        assertThat(rest.get("/apps").toString()).doesNotContain("forged-form");
    }

    @Test
    void pagesCannotBeFramedAndSayWhichScriptsTheyHave() throws Exception {
        String token = signIn("admin", ConsoleHome.PASSWORD);
        for (String each : PAGES.keySet()) {
            var headers = page("console/" + each, token).headers();
            assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
            String policy = String.join(";", headers.allValues("Content-Security-Policy"));
            assertThat(policy)
                    .as(each)
                    .contains("frame-ancestors 'none'")
                    .containsPattern("script-src 'self' 'nonce-[A-Za-z0-9+/=]+'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void whatWasPlantedBeforeTheSignInIsWorthNothingAfterIt() {
        try (ConsoleTab tab = new ConsoleTab(chromium, server, "en-GB")) {
            tab.context()
                    .addCookies(List.of(new Cookie("PARLEYVIEW", "planted")
                            .setDomain("127.0.0.1")
                            .setPath("/parley/console")));
            tab.signIn("admin", ConsoleHome.PASSWORD);
            tab.open("apps");
            assertThat(cookie(tab, "PARLEYVIEW").value).isNotEqualTo("planted");
            for (String name : List.of("PARLEY", "PARLEYVIEW", "PARLEYDEVICE")) {
                assertThat(cookie(tab, name).httpOnly).as(name).isTrue();
                assertThat(cookie(tab, name).sameSite)
                        .as(name)
                        .isEqualTo(com.microsoft.playwright.options.SameSiteAttribute.STRICT);
            }
            tab.page().click(".me summary");
            tab.page().click("text=Sign out");
            tab.open("apps");
            assertThat(tab.page().url()).contains("/sign-in");
        }
    }

    private static Cookie cookie(ConsoleTab tab, String name) {
        return tab.context().cookies().stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Strangers guess from the address of the console until it has no try left; the browser that was here before gets in. */
    @Test
    void anAdministratorsOwnBrowserIsNotHeldUpByStrangersAtItsAddress() {
        try (ConsoleTab tab = ConsoleTab.signedIn(chromium, server, "admin", ConsoleHome.PASSWORD)) {
            tab.page().click(".me summary");
            tab.page().click("text=Sign out");
            String name = "stranger-" + System.nanoTime();
            Rest.Answer last = null;
            for (int i = 0; i < 12; i++) {
                last = rest.send("POST", "/sessions", Map.of("username", "admin", "password", name + i), "");
            }
            assertThat(last.text()).contains("SIGN_IN_THROTTLED");
            tab.signIn("admin", ConsoleHome.PASSWORD);
            assertThat(tab.page().url()).doesNotContain("sign-in");
        }
        Eventually.holds(() -> assertThat(signIn("admin", ConsoleHome.PASSWORD)).isNotEmpty());
    }

    @Test
    void theFirstSetUpIsInTheAuditDoneAndRefused() throws Exception {
        assertThat(setUpRows("DONE")).containsExactly("admin admin set-up code 127.0.0.1");
        HttpRequest again = HttpRequest.newBuilder(URI.create(server.http() + "/parley/console/setup"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", server.http())
                .POST(HttpRequest.BodyPublishers.ofString(
                        "form=form&code=ABCDEFGHJKLMNPQR&username=second&password=a+second+secret&create="
                                + "&jakarta.faces.ViewState=stateless&primefaces.nonce="
                                + java.util.Base64.getEncoder()
                                        .encodeToString(java.util
                                                .UUID
                                                .randomUUID()
                                                .toString()
                                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .build();
        assertThat(HTTP.send(again, HttpResponse.BodyHandlers.ofString()).body())
                .contains("There is an administrator already");
        assertThat(server.database()
                        .texts("select refusal from audit_entry where action = 'ADMIN_CREATE' and outcome = 'REFUSED'"
                                + " and detail ->> 'by' = 'set-up code' order by occurred_at"))
                .startsWith("SETUP_CODE_WRONG", "PASSWORD_WEAK")
                .endsWith("SETUP_DONE");
    }

    private static List<String> setUpRows(String outcome) {
        return server.database()
                .texts(
                        "select actor_id || ' ' || user_id || ' ' || (detail ->> 'by') || ' ' || address from audit_entry"
                                + " where action = 'ADMIN_CREATE' and outcome = ? and detail ->> 'by' = 'set-up code'",
                        outcome);
    }

    @Test
    void theLiveSocketIsForOurPagesAndTheirRolesOnly() throws Exception {
        App app = rest.createApp("socket");
        String token = signIn("admin", ConsoleHome.PASSWORD);
        assertThat(firstWord(app, token, server.http())).startsWith("{");
        assertThatThrownBy(() -> firstWord(app, token, "https://evil.example")).hasMessageContaining("403");
        assertThat(firstWord(app, "", server.http())).isEqualTo("closed 1008");
        assertThat(firstWord(app, tokenOf("security-admin"), server.http())).isEqualTo("closed 1008");
    }

    private static String firstWord(App app, String token, String origin) throws Exception {
        CompletableFuture<String> word = new CompletableFuture<>();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().header("Origin", origin);
        if (!token.isEmpty()) {
            builder.header("Cookie", "PARLEY=" + token);
        }
        try {
            builder.buildAsync(
                            URI.create(
                                    server.http().replace("http", "ws") + "/parley/console/live-feed?app=" + app.id()),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                                    word.complete(text.toString());
                                    socket.abort();
                                    return null;
                                }

                                @Override
                                public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                                    word.complete("closed " + code);
                                    return null;
                                }
                            })
                    .get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
                throw new IOException("status " + refused.getResponse().statusCode(), e);
            }
            throw e;
        }
        return word.get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void scriptInAnyFieldIsShownAndNeverRun() {
        String script = "<img src=x onerror=alert(1)></script><script>alert(2)</script>";
        App app =
                new App(rest.post("/apps", Map.of("name", script)).get("appID").asLong(), "");
        String room = "a</script><script>alert(3)";
        String user = "<svg/onload=alert(4)>";
        String token = rest.token(app, user);
        SignalClient client = new SignalClient(URI.create(server.signal()));
        Map<String, Object> login = SignalClient.loginFields(app.id(), room, user, token, true);
        login.put("userName", script);
        client.request("login", login);
        client.request("login", SignalClient.loginFields(app.id(), room, user, "04" + script, true));
        try (ConsoleTab tab = ConsoleTab.signedIn(chromium, server, "admin", ConsoleHome.PASSWORD)) {
            Page page = tab.page();
            page.onDialog(dialog -> tab.complaints().add("ran: " + dialog.message()));
            for (String each : PAGES.keySet()) {
                tab.open(each + "?app=" + app.id() + "&q=" + Rest.encode(script) + "&room="
                        + Rest.encode(each.equals("call") ? "" : ""));
                page.waitForTimeout(100);
            }
            tab.open("users?app=" + app.id());
            assertThat(page.textContent("#rows")).contains(user).contains(script);
            page.locator("#rows a", new Page.LocatorOptions().setHasText("open"))
                    .first()
                    .click();
            page.locator("svg.timeline").waitFor();
            assertThat(page.textContent("svg.timeline")).contains(user);
            tab.open("live?app=" + app.id());
            page.locator("#rooms a").first().waitFor();
            assertThat(page.textContent("#rooms")).contains(room);
            tab.open("sign-in?next=" + Rest.encode("javascript:alert(5)"));
            assertThat(tab.complaints()).isEmpty();
        }
        client.close();
    }
}
