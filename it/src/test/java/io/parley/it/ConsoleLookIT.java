package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the pages look: to everybody, in both languages, light and dark, wide and narrow. */
class ConsoleLookIT {

    private static final List<String> PAGES = List.of(
            "live",
            "calls",
            "users",
            "streams",
            "streams?kind=watched",
            "refused",
            "reports",
            "reports?kind=busiest-hours",
            "audit",
            "audit?of=server",
            "apps",
            "app",
            "bans",
            "settings",
            "doctor",
            "search?q=a",
            "account");

    private static Chromium chromium;
    private static ParleyServer server;

    @BeforeAll
    static void prepare() {
        chromium = Chromium.launch();
        server = ConsoleHome.server(chromium);
        // Without an app the pages of one show how to make it.
        new Rest(server.http(), ConsoleHome.PASSWORD).post("/apps", Map.of("name", "Looked at"));
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"en-GB, en", "zh-CN, zh"})
    void everyPageSpeaksTheLanguageOfItsReader(String locale, String language) {
        try (ConsoleTab tab = ConsoleTab.signedIn(chromium, server, "admin", ConsoleHome.PASSWORD, locale)) {
            for (String each : PAGES) {
                Page page = tab.open(each);
                assertThat(page.locator("html").getAttribute("lang")).as(each).isEqualTo(language);
                // A sentence that is missing shows as its key, or as ???key???.
                String text = page.locator("body").innerText();
                assertThat(text)
                        .as(each)
                        .doesNotContain("???")
                        .doesNotContainPattern("\\b(page|reason|action|column|js|filter)\\.[a-zA-Z]");
                boolean chinese = text.codePoints().anyMatch(c -> c >= 0x4e00 && c < 0xa000);
                assertThat(page.locator("h1").innerText()).as(each).isNotBlank();
                assertThat(chinese || language.equals("en")).as(each).isTrue();
            }
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, 720", "DARK, 820, 1180"})
    void noPageShutsAnybodyOut(ColorScheme scheme, int width, int height) {
        try (ConsoleTab tab = ConsoleTab.signedIn(chromium, server, "admin", ConsoleHome.PASSWORD)) {
            Page page = tab.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.setViewportSize(width, height);
            for (String each : PAGES) {
                tab.open(each);
                page.waitForTimeout(100);
                List<String> serious = new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .filter(found -> List.of("serious", "critical").contains(found.getImpact()))
                                .map(found -> found.getId() + " "
                                        + found.getNodes().get(0).getHtml())
                                .toList();
                assertThat(serious).as(each + " " + scheme).isEmpty();
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))
                        .as(each + " fits into " + width)
                        .isTrue();
            }
        }
    }

    @Test
    void aChosenLanguageAndThemeStay() {
        try (ConsoleTab tab = ConsoleTab.signedIn(chromium, server, "admin", ConsoleHome.PASSWORD)) {
            Page page = tab.open("calls");
            page.click(".me summary");
            page.click("text=中文");
            // The page itself completes its address by the app that it shows.
            assertThat(page.url()).matches(".*/calls(\\?app=\\d+)?");
            assertThat(page.locator("h1").innerText()).isEqualTo("通话");
            page.click(".me summary");
            page.click("a[href*='parley-theme']");
            tab.open("audit");
            assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
            assertThat(page.locator("h1").innerText()).isEqualTo("审计");
        }
    }
}
