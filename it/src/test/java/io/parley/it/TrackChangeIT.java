package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.parley.it.Rest.App;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who watch in a browser see and hear when a camera or a microphone goes off and on, or a picture changes its format. */
class TrackChangeIT {

    private static final int LENGTH = 34;
    private static final int OFF = 6_000;
    private static final int ON = 22_000;

    /** Longer than that is a picture that stands, and sound that is cut. The fault was five seconds, and for ever. */
    private static final int PAUSE = 1_000;

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Chromium chromium;
    private static String watch;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() throws IOException {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("track changes");
        chromium = Chromium.launch();
        try (InputStream script = TrackChangeIT.class.getResourceAsStream("/watch.js")) {
            watch = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void soundGoesOnWithoutTheCameraAndThePictureComesBackByItself() throws IOException {
        FlvFilm film = FlvFilm.read(Ffmpeg.film(LENGTH)).without(FlvFilm.VIDEO, OFF, ON);
        try (FlvPublisher publisher = publish("camera", film)) {
            Page before = join("camera", "before");
            until(before, "notes.pictures.length > 30 && notes.sounds.length > 30");
            since(before);
            publisher.await(OFF + 4_000);
            Page later = join("camera", "later");
            until(later, "notes.sounds.length > 20");
            assertThat((int) later.evaluate("notes.pictures.length")).isZero();
            assertThat(publisher.position()).as("heard while the camera is off").isLessThan(ON);
            publisher.await(ON - 500);
            assertThat(longest(before, "sounds"))
                    .as("longest pause of the sound")
                    .isLessThan(PAUSE);
            assertThat(longest(later, "sounds")).as("of who joined later").isLessThan(PAUSE);
            for (Page page : List.of(before, later)) {
                page.evaluate("notes.pictures.length = 0");
                until(page, "notes.pictures.length > 30");
                assertThat(longest(page, "sounds")).isLessThan(PAUSE);
                page.close();
            }
            assertThat(publisher.position()).isLessThan(LENGTH * 1_000);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void pictureGoesOnWithoutTheMicrophoneAndSoundComesBackByItself() throws IOException {
        FlvFilm film = FlvFilm.read(Ffmpeg.film(LENGTH)).without(FlvFilm.AUDIO, OFF, ON);
        try (FlvPublisher publisher = publish("microphone", film)) {
            Page before = join("microphone", "before");
            until(before, "notes.pictures.length > 30 && notes.sounds.length > 30");
            since(before);
            publisher.await(OFF + 4_000);
            Page later = join("microphone", "later");
            until(later, "notes.pictures.length > 20");
            assertThat((int) later.evaluate("notes.sounds.length")).isZero();
            screenshot(before);
            assertThat(publisher.position())
                    .as("seen while the microphone is off")
                    .isLessThan(ON);
            publisher.await(ON - 500);
            assertThat(longest(before, "pictures"))
                    .as("longest time that the picture stood")
                    .isLessThan(PAUSE);
            for (Page page : List.of(before, later)) {
                page.evaluate("notes.sounds.length = 0");
                until(page, "notes.sounds.length > 30");
                assertThat(longest(page, "pictures")).isLessThan(PAUSE);
                page.close();
            }
            assertThat(publisher.position()).isLessThan(LENGTH * 1_000);
        }
        assertThat(complaints).isEmpty();
    }

    /** As when a phone is turned, or its other camera is taken: the frames of the new format come a little later. */
    @Test
    void pictureMovesOnWhenItsFormatChangesAfterAPauseAndTheSoundIsNotCut() throws IOException {
        FlvFilm film = FlvFilm.read(Ffmpeg.film(LENGTH));
        FlvFilm turned = FlvFilm.read(Ffmpeg.film(10, "240x320")).only(FlvFilm.VIDEO);
        FlvFilm changing = film.only(FlvFilm.AUDIO);
        for (int change = 0; change < 3; change++) {
            int begin = change * 9_140;
            changing = changing.with((change % 2 == 0 ? film.only(FlvFilm.VIDEO) : turned)
                    .until(9_000)
                    .later(begin));
        }
        try (FlvPublisher publisher = publish("format", changing)) {
            Page page = join("format", "viewer");
            until(page, "notes.pictures.length > 30 && notes.sounds.length > 30");
            assertThat(publisher.position()).isLessThan(9_000);
            since(page);
            until(page, "video.videoHeight > video.videoWidth");
            until(page, "video.videoHeight < video.videoWidth");
            page.evaluate("notes.pictures.length > 30");
            publisher.await(3 * 9_140 - 1_000);
            assertThat(longest(page, "pictures"))
                    .as("longest time that the picture stood")
                    .isLessThan(PAUSE);
            assertThat(longest(page, "sounds")).as("longest pause of the sound").isLessThan(PAUSE);
            assertThat((int) page.evaluate("notes.sources")).isEqualTo(1);
            page.close();
        }
        assertThat(complaints).isEmpty();
    }

    /** The player's buffer is as small as it may be for the network that it has, and no smaller. */
    @Test
    void jitterOfTheNetworkStopsNeitherPictureNorSound() throws IOException {
        try (JitteryLine line = new JitteryLine(server.mediaPort(), 30);
                FlvPublisher publisher = publish("jitter", FlvFilm.read(Ffmpeg.film(LENGTH)))) {
            Page page = chromium.newPage();
            page.navigate(server.http() + "/parley/debug/");
            page.evaluate(watch);
            page.evaluate(
                    """
                    async url => {
                        const { attachFlv } = await import("/parley/sdk/parley-player.mjs");
                        window.video = document.createElement("video");
                        document.body.append(video);
                        window.notes = watch(video);
                        window.player = await attachFlv(video, url);
                    }""",
                    rest.mediaUrl(
                                    app,
                                    Map.of(
                                            "roomID",
                                            "jitter",
                                            "userID",
                                            "viewer",
                                            "streamID",
                                            "jitter_main",
                                            "direction",
                                            "play"),
                                    "wsFlv")
                            .replaceFirst("//[^/]+/", "//" + line.address() + "/"));
            until(page, "notes.pictures.length > 30 && notes.sounds.length > 30");
            since(page);
            publisher.await(25_000);
            assertThat(longest(page, "pictures")).isLessThan(PAUSE);
            assertThat(longest(page, "sounds")).isLessThan(PAUSE);
            assertThat((int) page.evaluate("notes.waits.filter(at => at > window.since).length"))
                    .as("stalls")
                    .isLessThan(4);
            page.close();
        }
    }

    private static FlvPublisher publish(String room, FlvFilm film) {
        return new FlvPublisher(
                film,
                rest.mediaUrl(
                        app,
                        Map.of("roomID", room, "userID", "camera", "streamID", room + "_main", "direction", "publish"),
                        "wsFlv"));
    }

    private Page join(String room, String user) {
        String token = rest.token(app, Map.of("userID", user, "roomID", room));
        Page page = DebugPage.open(
                chromium,
                server.http() + "/parley/debug/#appID=" + app.id() + "&roomID=" + room + "&userID=" + user + "&token="
                        + Rest.encode(token),
                complaints);
        String tile = ".tile[data-stream=" + room + "_main] video";
        page.waitForSelector(tile);
        page.evaluate(watch);
        page.evaluate(
                "selector => { window.video = document.querySelector(selector); window.notes = watch(window.video); }",
                tile);
        return page;
    }

    private static void until(Page page, String condition) {
        DebugPage.until(page, "(() => { const { notes, video } = window; return Boolean(" + condition + "); })()");
    }

    private static void since(Page page) {
        page.evaluate("window.since = performance.now()");
    }

    /** Milliseconds without a new picture or without sound, from {@link #since} or the first one on until now. */
    private static double longest(Page page, String what) {
        return ((Number) page.evaluate("what => notes.longest(notes[what], window.since ??= notes[what][0])", what))
                .doubleValue();
    }

    /** Kept when somebody wants to see it: {@code -Dparley.screenshots=<directory>}. */
    private static void screenshot(Page page) throws IOException {
        String directory = System.getProperty("parley.screenshots");
        if (directory != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Files.createDirectories(Path.of(directory)).resolve("microphone-off.png")));
        }
    }
}
