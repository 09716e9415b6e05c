package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.parley.it.Ffmpeg.Packet;
import io.parley.it.Rest.App;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real programs push to real programs. Players come first and wait, so that they may be expected to get everything. */
class InteropIT {

    /** Programs that push. */
    enum Publisher {
        FFMPEG {
            @Override
            List<String> command(Path film, String url) {
                return List.of(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "error",
                        "-re",
                        "-i",
                        film.toString(),
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        url);
            }
        },
        GSTREAMER {
            @Override
            List<String> command(Path film, String url) {
                return List.of(
                        "gst-launch-1.0",
                        "-q",
                        "filesrc",
                        "location=" + film,
                        "!",
                        "flvdemux",
                        "name=in",
                        "flvmux",
                        "name=out",
                        "streamable=true",
                        "!",
                        "rtmp2sink",
                        "location=" + url,
                        "in.video",
                        "!",
                        "queue",
                        "!",
                        "out.video",
                        "in.audio",
                        "!",
                        "queue",
                        "!",
                        "out.audio");
            }
        };

        abstract List<String> command(Path film, String url);
    }

    /** Programs that pull into a file, and how many of the last frames they may keep to themselves. */
    enum Player {
        FFMPEG_RTMP("rtmp", 0) {
            @Override
            List<String> command(String url, Path file) {
                return List.of("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", url, "-c", "copy", file.toString());
            }
        },
        FFMPEG_HTTP_FLV("flv", 0) {
            @Override
            List<String> command(String url, Path file) {
                return FFMPEG_RTMP.command(url, file);
            }
        },
        RTMPDUMP("rtmp", 0) {
            @Override
            List<String> command(String url, Path file) {
                return List.of("rtmpdump", "-q", "--live", "-r", url, "-o", file.toString());
            }
        },
        /** Drops what it holds in hand when it hears of the end. */
        GSTREAMER("rtmp", 2) {
            @Override
            List<String> command(String url, Path file) {
                return List.of(
                        "gst-launch-1.0", "-q", "rtmp2src", "location=" + url, "!", "filesink", "location=" + file);
            }
        };

        private final String address;
        private final int mayMiss;

        Player(String address, int mayMiss) {
            this.address = address;
            this.mayMiss = mayMiss;
        }

        abstract List<String> command(String url, Path file);
    }

    private static final String FRAMES =
            "document.getElementById('%s')?.getVideoPlaybackQuality().totalVideoFrames ?? 0";

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static Chromium chromium;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("interop");
        chromium = Chromium.launch();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Publisher.class)
    void everyPlayerGetsEveryFrameThatThisOnePushes(Publisher publisher) {
        Path film = Ffmpeg.film(4);
        String stream = "interop-" + publisher;
        List<Ffmpeg> pulls = new ArrayList<>();
        for (Player player : Player.values()) {
            String url = url(stream, player.name(), "play", player.address);
            pulls.add(Ffmpeg.start(player.command(url, file(publisher, player))));
        }
        letThemAsk();
        try (Ffmpeg push = Ffmpeg.start(publisher.command(film, url(stream, "publisher", "publish", "rtmp")))) {
            assertThat(push.awaitEnd()).as(push::log).isZero();
        }
        pulls.forEach(Ffmpeg::awaitEnd);
        List<String> sent = hashes(film);
        for (Player player : Player.values()) {
            List<String> received = hashes(file(publisher, player));
            assertThat(received.size())
                    .as("%s to %s", publisher, player)
                    .isBetween(sent.size() - player.mayMiss, sent.size());
            assertThat(received).as("%s to %s", publisher, player).isEqualTo(sent.subList(0, received.size()));
        }
    }

    @ParameterizedTest
    @EnumSource(Publisher.class)
    void chromiumPlaysByWebSocketAndByHttpWhatThisOnePushes(Publisher publisher) {
        String stream = "browser-" + publisher;
        try (Page page = chromium.newPage();
                Ffmpeg push =
                        Ffmpeg.start(publisher.command(Ffmpeg.film(30), url(stream, "publisher", "publish", "rtmp")))) {
            page.navigate(server.http() + "/parley/debug/");
            page.waitForSelector("#join");
            page.addScriptTag(new Page.AddScriptTagOptions().setUrl("../sdk/mpegts.js"));
            play(page, "ws", url(stream, "ws-viewer", "play", "wsFlv"));
            play(page, "http", url(stream, "http-viewer", "play", "flv"));
            for (String id : List.of("ws", "http")) {
                Eventually.holds(() -> assertThat(((Number) page.evaluate(FRAMES.formatted(id))).intValue())
                        .as("frames by %s", id)
                        .isGreaterThan(30));
            }
            assertThat(page.evaluate("window.failures")).isEqualTo(List.of());
            assertThat(push.isRunning()).isTrue();
        }
    }

    @Test
    void everyProgramIsHere() {
        for (String program : List.of("ffmpeg", "rtmpdump", "gst-launch-1.0")) {
            assertThat(Programs.find(program)).as(program).isPresent();
        }
    }

    private static void play(Page page, String id, String url) {
        page.evaluate("""
                ([id, url]) => {
                    window.failures = window.failures ?? [];
                    const video = document.createElement('video');
                    video.id = id;
                    video.muted = true;
                    document.body.append(video);
                    const player = mpegts.createPlayer({ type: 'flv', isLive: true, url });
                    player.on(mpegts.Events.ERROR, (...what) => window.failures.push(id + ' ' + what.join(' ')));
                    player.attachMediaElement(video);
                    player.load();
                    player.play();
                }""", List.of(id, url));
    }

    /** Time for all players to have asked; what the gate does with that nobody outside can see, but that it records nothing. */
    private static void letThemAsk() {
        try {
            Thread.sleep(2_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(server.database()
                        .number("select count(*) from audit_entry where app_id = ? and outcome = 'REFUSED'", app.id()))
                .isZero();
    }

    private static String url(String stream, String user, String direction, String kind) {
        return rest.mediaUrl(
                app, Map.of("roomID", "interop", "userID", user, "streamID", stream, "direction", direction), kind);
    }

    private static Path file(Publisher publisher, Player player) {
        return Ffmpeg.directory().resolve("interop-" + publisher + "-" + player + ".flv");
    }

    private static List<String> hashes(Path file) {
        Stream<Packet> packets = Ffmpeg.video(file).stream();
        return packets.map(Packet::hash).toList();
    }
}
