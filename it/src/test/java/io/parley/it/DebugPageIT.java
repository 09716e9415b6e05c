package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody sees who has just started Parley: the printed links in a browser, the printed command in a terminal. */
class DebugPageIT {

    private static ParleyServer server;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() {
        server = ParleyServer.shared();
        chromium = Chromium.launch();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void statements75And76_thePrintedLinkShowsWhatThePrintedCommandPushes() throws IOException {
        String link = server.printed("http://");
        String command = server.printed("ffmpeg ");
        Page page = DebugPage.open(chromium, link, complaints);
        assertThat(page.locator("#command").textContent()).isEqualTo(command);
        assertThat(page.locator(".tile").count()).isZero();
        try (Ffmpeg push = Ffmpeg.shell(command)) {
            DebugPage.expectMovingPicture(page);
            assertThat(page.locator("#streams").innerText()).contains("demo-b_main");
            assertThat(page.locator("#users").innerText()).contains("Demo A", "Demo B");
            assertThat(page.locator(".tile").getAttribute("data-stream")).isEqualTo("demo-b_main");
            push.stop();
            DebugPage.until(page, "!document.querySelector('.tile')");
            DebugPage.until(page, "!document.getElementById('users').innerText.includes('Demo B')");
        }
        page.click("#leave");
        page.waitForSelector("#join:not([hidden])");
        Rest rest = new Rest(server);
        Eventually.holds(() -> assertThat(rest.get("/apps/" + demoApp(rest) + "/users?roomID=demo-room"))
                .isEmpty());
        assertThat(complaints).isEmpty();
        page.close();
    }

    @Test
    void statement76_bothPrintedLinksMakeACallInWhichTheSecondPushesByItsOwnCommand() throws IOException {
        List<String> links = server.output().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("http://"))
                .toList();
        assertThat(links).hasSize(2);
        Page a = DebugPage.open(chromium, links.get(0), complaints);
        Page b = DebugPage.open(chromium, links.get(1), complaints);
        DebugPage.until(a, "document.getElementById('users').innerText.includes('Demo B')");
        DebugPage.until(b, "document.getElementById('users').innerText.includes('Demo A')");
        DebugPage.until(b, "document.getElementById('command').textContent.includes('rtmp://')");
        try (Ffmpeg push = Ffmpeg.shell(b.locator("#command").textContent())) {
            DebugPage.expectMovingPicture(a);
            assertThat(push.isRunning()).isTrue();
        }
        DebugPage.until(a, "!document.querySelector('.tile')");
        // Closing the tab is a goodbye.
        b.close(new Page.CloseOptions().setRunBeforeUnload(false));
        DebugPage.until(a, "!document.getElementById('users').innerText.includes('Demo B')");
        a.close();
        assertThat(complaints).isEmpty();
    }

    private static long demoApp(Rest rest) {
        for (var app : rest.get("/apps")) {
            if (app.get("name").asText().equals("demo")) {
                return app.get("appID").asLong();
            }
        }
        throw new AssertionError("no demo app");
    }
}
