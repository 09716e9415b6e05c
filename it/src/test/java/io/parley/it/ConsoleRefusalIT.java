package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.parley.it.Rest.App;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses of the console that make no sense: the page says so in words, and never that there is nothing. */
@Tag("every-server")
class ConsoleRefusalIT {

    private static Chromium chromium;
    private static ParleyServer server;
    private static App app;
    private ConsoleTab tab;

    @BeforeAll
    static void prepare() {
        chromium = Chromium.launch();
        server = ConsoleHome.server(chromium);
        app = ConsoleHome.rest(server).createApp("wrong addresses");
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void signIn() {
        tab = ConsoleTab.signedIn(chromium, server, "admin", ConsoleHome.PASSWORD);
    }

    @AfterEach
    void leave() {
        tab.close();
    }

    private Page page(String path, int status) {
        Response response =
                tab.page().navigate(server.http() + "/parley/console/" + path.replace("{app}", "" + app.id()));
        assertThat(response.status()).as(path).isEqualTo(status);
        return tab.page();
    }

    @ParameterizedTest
    @CsvSource({
        "calls?app={app}&from=yesterday, An argument is missing or wrong",
        "users?app={app}&to=2026-99-99T00:00, An argument is missing or wrong",
        "refused?app={app}&cursor=zzz, cursor is not one of this list",
        "streams?app={app}&sort=nothing, sort must be one of",
        "calls?app={app}&range=365d&sort=duration, over 93 days can only be sorted by time",
        "calls?app=4000000000, No such app",
        "calls?app=abc, No such app",
        "live?app=4000000000, No such app",
        "bans?app={app}&sort=nothing, sort must be one of",
        "reports?app={app}&from=yesterday, An argument is missing or wrong",
        "reports?app={app}&from=2026-02-02&to=2026-01-01, An argument is missing or wrong",
        "call?app={app}&id=none, No such call",
    })
    void aParameterThatMakesNoSenseIsRefusedInWords(String path, String words) {
        Page page = page(path, 200);
        Locator notice = page.locator("main .notice.bad:visible");
        assertThat(notice.allTextContents()).as(path).hasSize(1);
        assertThat(notice.textContent()).as(path).contains(words);
        assertThat(page.textContent("main")).doesNotContain("Nothing in this time");
        assertThat(notice.boundingBox().y).as("under the heading").isBetween(50.0, 150.0);
    }

    @Test
    void aPageThatIsNotThereSaysSoAndLeadsBack() {
        Page page = page("nothing-here", 404);
        assertThat(page.textContent("h1")).isEqualTo("There is no such page.");
        page.click("main a");
        assertThat(page.url()).contains("/console/live");
    }

    @Test
    void filtersKeepTheOrderOfTheList() {
        Page page = page("calls?app={app}&sort=people&order=asc&range=30d", 200);
        page.fill("#room", "claim-1");
        page.click(".filters button.main");
        assertThat(page.url()).contains("sort=people").contains("order=asc").contains("room=claim-1");
    }
}
