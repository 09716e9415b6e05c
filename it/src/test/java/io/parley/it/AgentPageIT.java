package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Agents at pages written for the vendor's web engine, and a customer with an encoder. */
class AgentPageIT {

    private static final String ROOM = "agents";

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("agents");
        chromium = Chromium.launchWithDevices();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void twoAgentsAndACustomerSeeAndHearEachOther() throws Exception {
        Page anna = enter("anna");
        Page ben = enter("ben");
        DebugPage.expectMovingPicture(anna, "#remote-ben_cam", 5);
        DebugPage.expectMovingPicture(ben, "#remote-anna_cam", 5);
        DebugPage.expectSound(anna, "#remote-ben_cam");
        try (Ffmpeg customer = Ffmpeg.push(
                Ffmpeg.film(5),
                rest.mediaUrl(
                        app,
                        Map.of(
                                "roomID",
                                ROOM,
                                "userID",
                                "customer",
                                "streamID",
                                "customer_cam",
                                "direction",
                                "publish"),
                        "rtmp"))) {
            DebugPage.expectMovingPicture(anna, "#remote-customer_cam", 50);
            DebugPage.expectMovingPicture(ben, "#remote-customer_cam", 50);
            DebugPage.until(
                    anna, "seat.levels.some(level => level.streamID === 'customer_cam' && level.soundLevel > 20)");
            DebugPage.until(anna, "seat.quality.get('customer_cam')?.video.frameWidth > 0");
            assertThat(customer.isRunning()).isTrue();
        }
        DebugPage.until(ben, "!document.getElementById('remote-customer_cam')");

        ben.evaluate("seat.mute(true, true)");
        DebugPage.until(anna, "seat.devices.ben_cam?.camera === 'MUTE' && seat.devices.ben_cam?.microphone === 'MUTE'");
        Page late = enter("late");
        DebugPage.until(late, "seat.devices.ben_cam?.camera === 'MUTE'");
        ben.evaluate("seat.mute(false, false)");
        DebugPage.until(anna, "seat.devices.ben_cam.camera === 'OPEN' && seat.devices.ben_cam.microphone === 'OPEN'");

        for (Page page : List.of(anna, ben, late)) {
            page.evaluate("seat.leave()");
        }
        Eventually.holds(() -> assertThat(server.database()
                        .texts(
                                "select distinct user_id || ' ' || protocol from playback where app_id = ? and ended_at is not null",
                                app.id()))
                .contains("anna WS_FLV", "ben WS_FLV", "late WS_FLV"));
        assertThat(complaints).isEmpty();
    }

    private Page enter(String user) throws IOException {
        Page page = chromium.newPage();
        page.onPageError(complaints::add);
        // A page of the server that may reach its media: the debug page, put away.
        page.navigate(server.http() + "/parley/debug/");
        page.waitForSelector("#join");
        // The page's import line names the vendor's package; a bundler would put the server's in its place.
        String source = Files.readString(Path.of("..", "sdk", "test", "pages", "agent.mjs"))
                .replaceFirst(
                        "import (\\{.*?}) from \"zego-express-engine-webrtc\"",
                        "const $1 = await import('/parley/sdk/parley-engine.mjs')")
                .replace("export class", "window.AgentSeat = class");
        page.evaluate("async () => {" + source + "\n}");
        String token = rest.token(app, Map.of("userID", user, "roomID", ROOM));
        page.evaluate("""
                async ([appID, server, room, token, user]) => {
                    document.body.innerHTML = "<main id=place></main>";
                    window.seat = new AgentSeat(Number(appID), server, document.getElementById("place"));
                    await seat.enter(room, token, user);
                    if (!(await seat.publish(`${user}_cam`))) throw new Error("not published");
                }""", List.of(Long.toString(app.id()), server.signal(), ROOM, token, user));
        return page;
    }
}
