package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What somebody sees who has just started Parley: the printed links in a browser, the printed command in a terminal. */
@Order(60)
class DebugPageIT {

    private static final String FRAMES =
            "(document.querySelector('.tile video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0)";

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

    private Page open(String link) {
        Page page = chromium.newPage();
        page.onConsoleMessage(message -> {
            // A few milliseconds before the first frame, which the player skips, are no reason to complain.
            boolean startsLate = message.text().startsWith("[StartupStallJumper]");
            if (!startsLate && (message.type().equals("error") || message.type().equals("warning"))) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            // No outside host, ever.
            if (!request.url().matches("(https?|wss?)://127\\.0\\.0\\.1[:/].*|(data|blob):.*")) {
                complaints.add("asks " + request.url());
            }
        });
        page.navigate(link);
        page.waitForSelector("#state[data-state=CONNECTED]");
        return page;
    }

    @Test
    void statements75And76_thePrintedLinkShowsWhatThePrintedCommandPushes() throws IOException {
        String link = server.printed("http://");
        String command = server.printed("ffmpeg ");
        Page page = open(link);
        assertThat(page.locator("#command").textContent()).isEqualTo(command);
        assertThat(page.locator(".tile").count()).isZero();
        try (Ffmpeg push = Ffmpeg.shell(command)) {
            expectMovingPicture(page);
            assertThat(page.locator("#streams").innerText()).contains("demo-b_main");
            assertThat(page.locator("#users").innerText()).contains("Demo A", "Demo B");
            assertThat(page.locator(".tile").getAttribute("data-stream")).isEqualTo("demo-b_main");
            push.stop();
            until(page, "!document.querySelector('.tile')");
            until(page, "!document.getElementById('users').innerText.includes('Demo B')");
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
        Page a = open(links.get(0));
        Page b = open(links.get(1));
        until(a, "document.getElementById('users').innerText.includes('Demo B')");
        until(b, "document.getElementById('users').innerText.includes('Demo A')");
        until(b, "document.getElementById('command').textContent.includes('rtmp://')");
        try (Ffmpeg push = Ffmpeg.shell(b.locator("#command").textContent())) {
            expectMovingPicture(a);
            assertThat(push.isRunning()).isTrue();
        }
        until(a, "!document.querySelector('.tile')");
        // Closing the tab is a goodbye.
        b.close(new Page.CloseOptions().setRunBeforeUnload(false));
        until(a, "!document.getElementById('users').innerText.includes('Demo B')");
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

    private static void expectMovingPicture(Page page) throws IOException {
        until(page, FRAMES + " > 20");
        page.waitForSelector(".tile[data-state=PLAYING]");
        BufferedImage first = picture(page);
        int before = (int) page.evaluate(FRAMES);
        until(page, FRAMES + " > " + (before + 15));
        BufferedImage second = picture(page);
        assertThat(colours(first)).as("the test picture is no single colour").isGreaterThan(50);
        assertThat(changed(first, second)).as("pixels that moved").isGreaterThan(500);
    }

    /** Playwright's own waiting evaluates text inside the page, which the page's security policy forbids. */
    private static void until(Page page, String expression) {
        Eventually.holds(
                () -> assertThat(page.evaluate(expression)).as(expression).isEqualTo(true));
    }

    private static BufferedImage picture(Page page) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(page.locator(".tile video").first().screenshot()));
    }

    private static long colours(BufferedImage image) {
        return java.util.Arrays.stream(pixels(image)).distinct().count();
    }

    private static long changed(BufferedImage first, BufferedImage second) {
        int[] before = pixels(first);
        int[] after = pixels(second);
        long changed = 0;
        for (int i = 0; i < Math.min(before.length, after.length); i++) {
            if (before[i] != after[i]) {
                changed++;
            }
        }
        return changed;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
