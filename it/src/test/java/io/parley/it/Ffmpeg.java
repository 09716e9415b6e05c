package io.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running ffmpeg, and what it and ffprobe are used for here: making films, pushing, pulling, comparing. */
final class Ffmpeg implements AutoCloseable {

    /** One coded video frame. */
    record Packet(long dts, boolean key, String hash) {}

    private final Process process;
    private final Path log;

    private Ffmpeg(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Path directory() {
        try {
            return Files.createDirectories(ParleyServer.directory().resolve("films"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A test picture with a running clock and a tone, with a key frame each second. */
    static Path film(int seconds) {
        return film(seconds, "320x240");
    }

    /** The same in another size. */
    static synchronized Path film(int seconds, String size) {
        Path film = directory().resolve("film-" + size + "-" + seconds + ".flv");
        if (!Files.exists(film)) {
            Path part = directory().resolve("part.flv");
            run(List.of(
                    "ffmpeg",
                    "-nostdin",
                    "-v",
                    "error",
                    "-y",
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc2=size=" + size + ":rate=15",
                    "-f",
                    "lavfi",
                    "-i",
                    "sine=frequency=440:sample_rate=44100",
                    "-t",
                    Integer.toString(seconds),
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-tune",
                    "zerolatency",
                    "-pix_fmt",
                    "yuv420p",
                    "-g",
                    "15",
                    "-b:v",
                    "300k",
                    "-c:a",
                    "aac",
                    "-b:a",
                    "48k",
                    "-f",
                    "flv",
                    part.toString()));
            try {
                Files.move(part, film);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return film;
    }

    /** Pushes a film in real time, over and over. */
    static Ffmpeg push(Path film, String url) {
        return start(List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-stream_loop",
                "-1",
                "-re",
                "-i",
                film.toString(),
                "-c",
                "copy",
                "-f",
                "flv",
                url));
    }

    /** Writes what comes to a file, for so long; then it says goodbye. */
    static Ffmpeg pull(String url, Path file, int seconds) {
        return start(List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-i",
                url,
                "-t",
                Integer.toString(seconds),
                "-c",
                "copy",
                "-f",
                "flv",
                file.toString()));
    }

    /** A command as people would type it. */
    static Ffmpeg shell(String command) {
        return start(List.of("/bin/sh", "-c", "exec " + command));
    }

    static Ffmpeg start(List<String> command) {
        try {
            Path log = Files.createTempFile(directory(), "ffmpeg-", ".log");
            return new Ffmpeg(
                    new ProcessBuilder(command)
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for its own end and returns its status. */
    int awaitEnd() {
        try {
            if (!process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("ffmpeg goes on");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What it printed. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as Ctrl-C does: it says goodbye. */
    void stop() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    /** What FFmpeg says while it decodes all of a file: nothing when all is well. */
    static String decode(Path file) {
        return run(List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-vsync",
                "passthrough",
                "-enc_time_base",
                "-1",
                "-f",
                "null",
                "-"));
    }

    /** The codecs of its tracks. */
    static List<String> codecs(Path file) {
        return run(List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_name",
                        "-of",
                        "csv=p=0",
                        file.toString()))
                .lines()
                .toList();
    }

    /** The duration of a file in seconds, and whatever ffprobe warns of. */
    static String secondsSaid(Path file) {
        return run(List.of(
                        "ffprobe",
                        "-v",
                        "warning",
                        "-show_entries",
                        "format=duration",
                        "-of",
                        "csv=p=0",
                        file.toString()))
                .strip();
    }

    /** The time in seconds of the first video packet that a player gets which seeks to this time. */
    static double keyFrameAfterSeeking(Path file, double seconds) {
        return Double.parseDouble(run(List.of(
                        "ffprobe",
                        "-v",
                        "warning",
                        "-select_streams",
                        "v:0",
                        "-read_intervals",
                        seconds + "%+#1",
                        "-show_entries",
                        "packet=dts_time",
                        "-of",
                        "csv=p=0",
                        file.toString()))
                .strip());
    }

    /** The coded video frames of a file, each as a hash of its bytes. */
    static List<Packet> video(Path file) {
        String text = run(List.of(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "v:0",
                "-show_packets",
                "-show_data_hash",
                "MD5",
                "-show_entries",
                "packet=dts,flags,data_hash",
                "-of",
                "json",
                file.toString()));
        List<Packet> packets = new ArrayList<>();
        for (JsonNode packet : Json.parse(text).get("packets")) {
            packets.add(new Packet(
                    packet.get("dts").asLong(),
                    packet.get("flags").asText().startsWith("K"),
                    packet.get("data_hash").asText()));
        }
        return packets;
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
