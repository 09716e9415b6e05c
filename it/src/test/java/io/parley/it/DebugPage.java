package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** The debug page in a browser, and what can be seen and heard there. */
final class DebugPage {

    /**
     * What the player mends by itself: a few milliseconds before the first frame, which it skips; sound of a busy
     * machine's microphone that comes late, whose gap it fills; frames of late sound that got the time of the one
     * before, which it leaves out.
     */
    private static final Pattern TIMING =
            Pattern.compile("^\\[StartupStallJumper]|Large audio timestamp gap|^\\[MP4Remuxer].*dtsCorrection");

    private DebugPage() {}

    /**
     * Opens it and waits until it is in the room.
     *
     * @param complaints gets warnings and errors of the page, and requests to outside hosts
     */
    static Page open(Chromium chromium, String link, Collection<String> complaints) {
        Page page = chromium.newPage();
        page.onConsoleMessage(message -> {
            boolean complains = message.type().equals("error") || message.type().equals("warning");
            if (complains && !TIMING.matcher(message.text()).find()) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            // No outside host, ever.
            if (!request.url().matches("((https?|wss?)://|blob:http://)127\\.0\\.0\\.1[:/].*|(data|blob):.*")) {
                complaints.add("asks " + request.url());
            }
        });
        page.navigate(link);
        page.waitForSelector("#state[data-state=CONNECTED]");
        return page;
    }

    /** The tile of the first stream there. */
    static void expectMovingPicture(Page page) throws IOException {
        expectMovingPicture(page, ".tile", 50);
    }

    /**
     * @param colours that a picture has more than
     */
    static void expectMovingPicture(Page page, String tile, int colours) throws IOException {
        String frames =
                "(document.querySelector('" + tile + " video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0)";
        until(page, frames + " > 20");
        page.waitForSelector(tile + "[data-state=PLAYING]");
        BufferedImage first = picture(page, tile);
        int before = (int) page.evaluate(frames);
        until(page, frames + " > " + (before + 15));
        BufferedImage second = picture(page, tile);
        assertThat(colours(first)).as("the test picture is no single colour").isGreaterThan(colours);
        assertThat(changed(first, second)).as("pixels that moved").isGreaterThan(500);
    }

    /** Waits for a tone or beep in what a tile plays: the largest sample of 50 ms, of 1. */
    static void expectSound(Page page, String tile) {
        page.waitForSelector(tile + "[data-state=PLAYING]");
        until(page, "document.querySelector('" + tile + " video').captureStream().getAudioTracks().length > 0");
        page.evaluate("""
                selector => {
                    const context = new AudioContext();
                    const analyser = context.createAnalyser();
                    context.createMediaStreamSource(document.querySelector(selector).captureStream()).connect(analyser);
                    const samples = new Float32Array(analyser.fftSize);
                    window.loudest ??= {};
                    window.loudest[selector] = 0;
                    setInterval(() => {
                        analyser.getFloatTimeDomainData(samples);
                        for (const sample of samples) window.loudest[selector] = Math.max(window.loudest[selector], Math.abs(sample));
                    }, 20);
                }""", tile + " video");
        until(page, "window.loudest[\"" + tile + " video\"] > 0.05");
    }

    /** Playwright's own waiting evaluates text inside the page, which the page's security policy forbids. */
    static void until(Page page, String expression) {
        Eventually.holds(
                () -> assertThat(page.evaluate(expression)).as(expression).isEqualTo(true));
    }

    private static BufferedImage picture(Page page, String tile) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(page.locator(tile + " video").first().screenshot()));
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(pixels(image)).distinct().count();
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
