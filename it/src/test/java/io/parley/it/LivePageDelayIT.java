package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.parley.it.Rest.App;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures how long the first screen takes with figures, charts and rooms on it, in a browser that has nothing of it yet: each time in
 * a new context. Only with {@code -Dparley.measure=live}; it prints, and asserts no more than that it measured.
 */
@EnabledIfSystemProperty(named = "parley.measure", matches = "live")
class LivePageDelayIT {

    private static final int ROUNDS = 20;
    private static final int ROOMS = 40;

    @Test
    void firstScreen() {
        ParleyServer server = ParleyServer.shared();
        App app = new Rest(server).createApp("first screen");
        List<SignalClient> users = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            String user = "user-" + i;
            users.add(SignalClient.inside(
                    server,
                    app,
                    "room-" + i,
                    user,
                    ForgedToken.of(app.id(), user).seal(app.secret())));
        }
        double[] millis = new double[ROUNDS];
        try (Chromium chromium = Chromium.launch();
                ConsoleTab first = ConsoleTab.signedIn(chromium, server, "admin", server.adminPassword())) {
            String token = first.token();
            for (int i = 0; i < ROUNDS; i++) {
                try (BrowserContext context = chromium.newContext(new Browser.NewContextOptions())) {
                    context.addCookies(List.of(new Cookie("PARLEY", token).setUrl(server.http() + "/parley/")));
                    Page page = context.newPage();
                    long start = System.nanoTime();
                    page.navigate(server.http() + "/parley/console/live?app=" + app.id());
                    page.waitForSelector(
                            "#rooms tbody tr a",
                            new Page.WaitForSelectorOptions().setState(WaitForSelectorState.VISIBLE));
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        } finally {
            users.forEach(SignalClient::close);
        }
        System.out.printf("first screen with %d rooms, cold: first %.0f ms; ", ROOMS, millis[0]);
        Arrays.sort(millis);
        System.out.printf(
                "of %d median %.0f ms, p95 %.0f ms, max %.0f ms%n",
                ROUNDS, millis[ROUNDS / 2], millis[ROUNDS * 95 / 100], millis[ROUNDS - 1]);
        assertThat(millis[0]).isPositive();
    }
}
