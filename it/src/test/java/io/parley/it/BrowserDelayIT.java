package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures how old a picture is when the other browser shows it: one page publishes a canvas with the time painted on it, another
 * plays it and reads the time back. Only with {@code -Dparley.measure=delay}; it prints, and asserts no more than that it measured.
 */
@EnabledIfSystemProperty(named = "parley.measure", matches = "delay")
class BrowserDelayIT {

    private static final int SECONDS = 20;
    private static final int JITTER_MS = 30;

    @Test
    void browserToBrowser() throws Exception {
        measure("browser to browser", Map.of());
    }

    @Test
    void browserToBrowserWithJitter() throws Exception {
        try (JitteryLine line = new JitteryLine(ParleyServer.shared().mediaPort(), JITTER_MS)) {
            measure("with " + JITTER_MS + " ms of jitter", Map.of("line", line.address()));
        }
    }

    private static void measure(String what, Map<String, Object> way) throws Exception {
        ParleyServer server = ParleyServer.shared();
        Rest rest = new Rest(server);
        App app = rest.createApp("delay");
        try (Chromium chromium = Chromium.launchWithDevices();
                InputStream script = BrowserDelayIT.class.getResourceAsStream("/delay.js")) {
            String code = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            Page from = page(chromium, server, code);
            Page to = page(chromium, server, code);
            from.evaluate("call => clock.publish(call)", call(server, rest, app, "from"));
            Map<String, Object> viewer = new HashMap<>(call(server, rest, app, "to"));
            viewer.putAll(way);
            to.evaluate("call => clock.play(call)", viewer);
            Eventually.holds(
                    () -> assertThat((int) to.evaluate("clock.delays.length")).isPositive());
            Thread.sleep(3_000);
            to.evaluate("clock.delays.length = clock.waits = 0");
            Thread.sleep(SECONDS * 1_000L);
            JsonNode read = Json.parse((String) to.evaluate("JSON.stringify(clock.delays)"));
            double[] delays = new double[read.size()];
            Arrays.setAll(delays, i -> read.get(i).asDouble());
            Arrays.sort(delays);
            assertThat(delays.length).as("frames read").isGreaterThan(SECONDS * 5);
            System.out.printf(
                    "%s, %d frames: median %.0f ms, p95 %.0f ms, max %.0f ms; stalls %d; missed by the reader %d; %s%n",
                    what,
                    delays.length,
                    delays[delays.length / 2],
                    delays[delays.length * 95 / 100],
                    delays[delays.length - 1],
                    (int) to.evaluate("clock.waits"),
                    (int) to.evaluate("clock.unread"),
                    from.evaluate("JSON.stringify(clock.figures)"));
        }
    }

    private static Page page(Chromium chromium, ParleyServer server, String code) throws IOException {
        Page page = chromium.newPage();
        page.navigate(server.http() + "/parley/debug/");
        page.evaluate(code);
        return page;
    }

    private static Map<String, Object> call(ParleyServer server, Rest rest, App app, String user) {
        return Map.of(
                "appID",
                Long.toString(app.id()),
                "server",
                server.http().replaceFirst("^http", "ws") + "/parley/signal",
                "userID",
                user,
                "token",
                rest.token(app, user));
    }
}
