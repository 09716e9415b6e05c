package io.parley.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of this machine. Tests skip, and say so, where there is none; CI must have one. */
final class Chromium implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium launch() {
        return launch(List.of());
    }

    /** With a camera that shows a moving picture and a microphone that beeps, which every page may use. */
    static Chromium launchWithDevices() {
        return launch(List.of("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"));
    }

    private static Chromium launch(List<String> more) {
        Optional<String> program = Optional.ofNullable(System.getenv("CHROMIUM_PATH"))
                .or(() -> Programs.find("chromium", "chromium-browser", "google-chrome"));
        if (program.isEmpty() && !"true".equals(System.getenv("CI"))) {
            assumeTrue(false, "SKIPPED: no Chromium on this machine (set CHROMIUM_PATH); CI must have one");
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_NODEJS_PATH", Programs.node());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(program.orElseThrow()))
                        .setArgs(Stream.concat(FLAGS.stream(), more.stream()).toList()));
        return new Chromium(playwright, browser);
    }

    Page newPage() {
        return browser.newPage();
    }

    BrowserContext newContext(Browser.NewContextOptions options) {
        return browser.newContext(options);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
