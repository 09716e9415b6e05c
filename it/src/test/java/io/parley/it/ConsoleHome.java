package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;

/**
 * The server that the console's tests share: begun with nobody in it, so that the first administrator comes in by the set-up code
 * as on a new server, and with an identity provider beside it.
 */
final class ConsoleHome {

    static final String PASSWORD = "correct horse battery";

    /** As the server prints it; people type it as they like. */
    private static final String CODE = "ABCD-EFGH-JKLM-NPQR";

    static final MockOAuth2Server PROVIDER = provider();

    private static ParleyServer setUp;

    private ConsoleHome() {}

    private static MockOAuth2Server provider() {
        try {
            MockOAuth2Server server = new MockOAuth2Server();
            server.start(InetAddress.getByName("127.0.0.1"), 0);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With an administrator {@code admin} who holds all roles. */
    static synchronized ParleyServer server(Chromium chromium) {
        ParleyServer server = ParleyServer.with(
                "console",
                Map.of(
                        "parley.demo", "false",
                        "parley.setup-code", CODE,
                        "parley.oidc.issuer", PROVIDER.issuerUrl("enterprise").toString(),
                        "parley.oidc.client-secret", "provider-secret",
                        "parley.oidc.role-map", "parley-ops=operator,parley-audit=auditor,parley-sec=security-admin"));
        if (server != setUp) {
            firstStart(chromium, server);
            setUp = server;
        }
        return server;
    }

    /** What the first person does: opens the console, is led to the set-up, mistypes, and gets in. */
    private static void firstStart(Chromium chromium, ParleyServer server) {
        try (ConsoleTab tab = new ConsoleTab(chromium, server, "en-GB")) {
            Page page = tab.open("");
            assertThat(page.url()).endsWith("/console/setup");
            page.fill("#code", "WRON-GCOD-EXXX-XXXX");
            page.fill("#username", "admin");
            page.fill("#password", PASSWORD);
            page.click("#create");
            assertThat(page.textContent("#messages")).contains("not the set-up code");
            page.fill("#code", CODE.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
            page.fill("#password", "short");
            page.click("#create");
            assertThat(page.textContent("#messages")).contains("too weak");
            page.fill("#password", PASSWORD);
            page.click("#create");
            page.waitForURL("**/console/live");
            // The set-up is not there any more.
            assertThat(new Rest(server.http(), PASSWORD).tryGet("/admins").status())
                    .isEqualTo(200);
            tab.open("setup");
            assertThat(page.url()).endsWith("/console/live");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    static Rest rest(ParleyServer server) {
        return new Rest(server.http(), PASSWORD);
    }
}
