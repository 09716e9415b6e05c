package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.parley.it.Rest.App;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two browsers with a camera and a microphone each, and an encoder, in one room. */
class BrowserCallIT {

    private static final String ROOM = "browsers";

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("browsers");
        chromium = Chromium.launchWithDevices();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void twoBrowsersAndAnEncoderSeeAndHearEachOther() throws Exception {
        Page a = join("anna", "Anna");
        Page b = join("ben", "Ben");
        DebugPage.expectMovingPicture(a, tile("ben"), 5);
        DebugPage.expectMovingPicture(b, tile("anna"), 5);
        DebugPage.expectSound(a, tile("ben"));
        DebugPage.expectSound(b, tile("anna"));
        DebugPage.until(a, "/kbit.s . 1\\d fps/.test(document.getElementById('selfFigures').textContent)");
        screenshot(a);
        assertThat(server.database()
                        .texts(
                                "select distinct protocol from publication where app_id = ? order by protocol",
                                app.id()))
                .containsExactly("WS_FLV");

        List<Ffmpeg> pulls = new ArrayList<>();
        for (String user : List.of("anna", "ben")) {
            pulls.add(Ffmpeg.pull(url(user, "play"), file(user), 5));
        }
        for (Ffmpeg pull : pulls) {
            assertThat(pull.awaitEnd()).as(pull.log()).isZero();
        }
        for (String user : List.of("anna", "ben")) {
            assertThat(Ffmpeg.decode(file(user))).as("what FFmpeg has to say").isEmpty();
            assertThat(Ffmpeg.codecs(file(user))).containsExactlyInAnyOrder("h264", "aac");
            assertThat(Ffmpeg.video(file(user)).size())
                    .as("frames of 5 s, and those since the last key frame")
                    .isBetween(50, 110);
        }

        try (Ffmpeg push = Ffmpeg.push(Ffmpeg.film(5), url("carl", "publish"))) {
            DebugPage.expectMovingPicture(a, tile("carl"), 50);
            DebugPage.expectMovingPicture(b, tile("carl"), 50);
            assertThat(push.isRunning()).isTrue();
        }

        Eventually.holds(() -> assertThat(server.database()
                        .texts(
                                "select distinct side from quality_sample where app_id = ? and source = 'CLIENT' and bytes > 0"
                                        + " and frames > 0 order by side",
                                app.id()))
                .as("what browsers say of what they send and watch")
                .containsExactly("PLAY", "PUBLISH"));

        a.click("#muteVideo");
        DebugPage.until(b, BLACK.formatted(tile("anna")));
        a.click("#leave");
        DebugPage.until(b, "!document.querySelector(\"" + tile("anna") + "\")");
        Eventually.holds(() -> assertThat(server.database()
                        .texts(
                                "select end_reason from publication where app_id = ? and stream_id = 'anna_main'",
                                app.id()))
                .doesNotContainNull()
                .hasSize(1));
        b.close();
        a.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void administratorMakesATokenAndALinkForASecondPerson() throws Exception {
        Page a = chromium.newPage();
        a.navigate(server.http() + "/parley/debug/#appID=" + app.id() + "&roomID=invited&userID=host");
        a.click("#admin summary");
        a.fill("#adminUser", "admin");
        a.fill("#adminPassword", "wrong");
        a.click("#makeToken");
        DebugPage.until(a, "document.getElementById('problem').textContent.includes('401')");
        a.fill("#adminPassword", server.adminPassword());
        a.click("#makeToken");
        DebugPage.until(a, "document.getElementById('join').elements.token.value.length > 20");
        a.click("#join .main");
        a.waitForSelector("#state[data-state=CONNECTED]");
        a.click("#makeLink");
        DebugPage.until(a, "document.getElementById('invite').textContent.includes('token=')");
        Page b = DebugPage.open(chromium, a.locator("#invite").textContent(), complaints);
        DebugPage.expectMovingPicture(b, tile("host"), 5);
        DebugPage.expectMovingPicture(a, ".tile[data-stream^=guest-]", 5);
        a.close();
        b.close();
    }

    @Test
    void browserThatCannotEncodePicturesSaysSoAndSendsSoundAndWatches() throws Exception {
        Page a = chromium.newPage();
        a.addInitScript("delete window.VideoEncoder");
        a.navigate(link("deaf", "No Encoder"));
        a.waitForSelector("#state[data-state=CONNECTED]");
        DebugPage.until(
                a,
                "document.querySelector('#features li[data-state=no]').textContent.includes('no picture can be sent')");
        Page b = join("sighted", "Sighted");
        DebugPage.expectSound(b, tile("deaf"));
        DebugPage.expectMovingPicture(a, tile("sighted"), 5);
        a.close();
        b.close();
        assertThat(complaints).isEmpty();
    }

    /** Whether the middle of what a tile shows is black. */
    private static final String BLACK = """
            (() => {
                const canvas = document.createElement("canvas");
                canvas.width = canvas.height = 8;
                const context = canvas.getContext("2d");
                context.drawImage(document.querySelector("%s video"), 0, 0, 8, 8);
                return Math.max(...context.getImageData(2, 2, 4, 4).data.filter((value, i) => i %% 4 < 3)) < 30;
            })()""";

    private Page join(String user, String name) {
        return DebugPage.open(chromium, link(user, name), complaints);
    }

    private static String link(String user, String name) {
        String token = rest.token(app, Map.of("userID", user, "roomID", ROOM));
        return server.http() + "/parley/debug/#appID=" + app.id() + "&roomID=" + ROOM + "&userID=" + user + "&userName="
                + name.replace(" ", "%20") + "&token=" + Rest.encode(token);
    }

    private static String tile(String user) {
        return ".tile[data-stream=" + user + "_main]";
    }

    private static String url(String user, String direction) {
        return rest.mediaUrl(
                app,
                Map.of("roomID", ROOM, "userID", "dev-" + user, "streamID", user + "_main", "direction", direction),
                "rtmp");
    }

    private static Path file(String user) {
        return Ffmpeg.directory().resolve(user + ".flv");
    }

    /** Kept when somebody wants to see it: {@code -Dparley.screenshots=<directory>}. */
    private static void screenshot(Page page) throws Exception {
        String directory = System.getProperty("parley.screenshots");
        if (directory != null) {
            Path folder = Files.createDirectories(Path.of(directory));
            page.setViewportSize(1280, 800);
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("call.png")));
            page.setViewportSize(390, 844);
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("call-phone.png")));
            page.setViewportSize(1280, 720);
        }
    }
}
