package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the clients people use. What they pull must be, packet for packet, what they pushed. */
class InteropTest extends RelayFixture {

    @TempDir
    Path directory;

    @Override
    protected RelayConfig config() {
        // A machine that builds other things meanwhile must not look like a slow player.
        return RelayConfig.forCalls("127.0.0.1", 0)
                .with(RelaySetting.SOFT_LAG_MS, 5_000)
                .with(RelaySetting.HARD_LAG_MS, 10_000)
                .with(RelaySetting.PUBLISHER_GRACE_MS, 0)
                .with(RelaySetting.EVENT_LOOPS, 2);
    }

    @Test
    void ffmpegPullsWhatFfmpegPushes() throws Exception {
        need("ffmpeg");
        Path source = record();
        Process overRtmp = pull("rtmp", "rtmp://127.0.0.1:" + relay.port() + "/live/a?ticket=t");
        Process overHttp = pull("http", "http://127.0.0.1:" + relay.port() + "/live/a.flv?ticket=t");
        RecordingGate.await(gate.playRequests);
        RecordingGate.await(gate.playRequests);
        Thread.sleep(100);
        finish(push(source));
        finish(overRtmp);
        finish(overHttp);
        finish(run("ffmpeg", "-v", "error", "-i", source.toString(), "-c", "copy", "-f", "framehash", file("source")));
        List<String> expected = packets("source");
        assertThat(expected.size()).isGreaterThan(100);
        assertThat(packets("rtmp")).isEqualTo(expected);
        assertThat(packets("http")).isEqualTo(expected);
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CLIENT);
    }

    @Test
    void ffmpegPullsEncryptedWhatFfmpegPushesEncrypted() throws Exception {
        need("ffmpeg");
        assumeTrue(ffmpegSpeaks("rtmps"), "this ffmpeg has no rtmps");
        TestCertificate certificate = TestCertificate.of(directory, "a");
        restart(config().withTls(certificate.chain(), certificate.key()));
        Path source = record();
        Process overRtmps = pull("rtmps", "rtmps://127.0.0.1:" + relay.port() + "/live/a?ticket=t");
        Process overHttps = pull("https", "https://127.0.0.1:" + relay.port() + "/live/a.flv?ticket=t");
        RecordingGate.await(gate.playRequests);
        RecordingGate.await(gate.playRequests);
        Thread.sleep(100);
        finish(push(source, "rtmps"));
        finish(overRtmps);
        finish(overHttps);
        finish(run("ffmpeg", "-v", "error", "-i", source.toString(), "-c", "copy", "-f", "framehash", file("source")));
        assertThat(packets("source").size()).isGreaterThan(100);
        assertThat(packets("rtmps")).isEqualTo(packets("source"));
        assertThat(packets("https")).isEqualTo(packets("source"));
    }

    @Test
    void w11_ffmpegPullsWhatABrowserWouldPushOfFfmpegsRecording() throws Exception {
        need("ffmpeg");
        Path source = record();
        Process overRtmp = pull("rtmp", "rtmp://127.0.0.1:" + relay.port() + "/live/a?ticket=t");
        RecordingGate.await(gate.playRequests);
        Thread.sleep(100);
        CountDownLatch publishing = new CountDownLatch(1);
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + relay.port() + "/publish/a.flv?ticket=t"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                publishing.countDown();
                                from.request(1);
                                return null;
                            }
                        })
                .get();
        assertThat(publishing.await(Patience.MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        byte[] film = Files.readAllBytes(source);
        for (int at = 0; at < film.length; at += 1_000) {
            socket.sendBinary(ByteBuffer.wrap(film, at, Math.min(1_000, film.length - at)), true)
                    .get();
            Thread.sleep(2);
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
        finish(overRtmp);
        finish(run("ffmpeg", "-v", "error", "-i", source.toString(), "-c", "copy", "-f", "framehash", file("source")));
        assertThat(packets("source").size()).isGreaterThan(100);
        assertThat(packets("rtmp")).isEqualTo(packets("source"));
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CLIENT);
    }

    private static boolean ffmpegSpeaks(String protocol) throws Exception {
        Process list = new ProcessBuilder("ffmpeg", "-hide_banner", "-protocols")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String all = new String(list.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        return all.lines().anyMatch(line -> line.strip().equals(protocol));
    }

    @Test
    void rtmpdumpPullsWhatFfmpegPushes() throws Exception {
        need("ffmpeg");
        need("rtmpdump");
        Path source = record();
        Process dump = run(
                "rtmpdump",
                "-q",
                "--live",
                "-r",
                "rtmp://127.0.0.1:" + relay.port() + "/live/a",
                "-o",
                file("dump.flv"));
        RecordingGate.await(gate.playRequests);
        Thread.sleep(100);
        finish(push(source));
        dump.waitFor(Patience.MILLIS, TimeUnit.MILLISECONDS);
        for (String each : List.of("dump.flv", "source.flv")) {
            finish(run(
                    "ffmpeg", "-v", "error", "-i", file(each), "-c", "copy", "-f", "framehash", file(each + ".hash")));
        }
        assertThat(packets("dump.flv.hash")).isEqualTo(packets("source.flv.hash"));
    }

    @Test
    void gstreamerPullsWhatFfmpegPushes() throws Exception {
        need("ffmpeg");
        need("gst-launch-1.0");
        Path source = record();
        Process pull = run(
                "gst-launch-1.0",
                "-q",
                "rtmp2src",
                "location=rtmp://127.0.0.1:" + relay.port() + "/live/a",
                "!",
                "filesink",
                "location=" + file("gst.flv"));
        RecordingGate.await(gate.playRequests);
        Thread.sleep(100);
        finish(push(source));
        pull.waitFor(Patience.MILLIS, TimeUnit.MILLISECONDS);
        for (String each : List.of("gst.flv", "source.flv")) {
            finish(run(
                    "ffmpeg", "-v", "error", "-i", file(each), "-c", "copy", "-f", "framehash", file(each + ".hash")));
        }
        List<String> expected = packets("source.flv.hash");
        // When it hears of the end, it may drop what it holds in hand.
        assertThat(packets("gst.flv.hash")).hasSizeBetween(expected.size() - 2, expected.size());
        assertThat(expected).containsAll(packets("gst.flv.hash"));
    }

    /** Two seconds of picture and tone. */
    private Path record() throws Exception {
        Path source = directory.resolve("source.flv");
        finish(run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=25",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=44100",
                "-t",
                "2",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "25",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-f",
                "flv",
                source.toString()));
        return source;
    }

    private Process push(Path source) throws IOException {
        return push(source, "rtmp");
    }

    private Process push(Path source, String scheme) throws IOException {
        return run(
                "ffmpeg",
                "-v",
                "error",
                "-re",
                "-i",
                source.toString(),
                "-c",
                "copy",
                "-f",
                "flv",
                scheme + "://127.0.0.1:" + relay.port() + "/live/a?ticket=t");
    }

    private Process pull(String name, String url) throws IOException {
        return run("ffmpeg", "-v", "error", "-i", url, "-c", "copy", "-f", "framehash", file(name));
    }

    private Process run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log-" + System.nanoTime()).toFile())
                .start();
    }

    private static void finish(Process process) throws InterruptedException {
        boolean ended = process.waitFor(Patience.MILLIS, TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        assertThat(ended).as("%s ends in time", process.info().commandLine()).isTrue();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Track, size and hash of every packet, track by track: the tracks may be interleaved otherwise. */
    private List<String> packets(String name) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve(name))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",\\s*"))
                    .map(field -> field[0] + " " + field[1].trim() + " " + field[4] + " " + field[5])
                    .sorted((a, b) -> Character.compare(a.charAt(0), b.charAt(0)))
                    .collect(Collectors.toList());
        }
    }

    private static void need(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> new File(entry, program).canExecute());
        assumeTrue(found, () -> program + " is not on the PATH, so nothing is proved about it here");
    }
}
